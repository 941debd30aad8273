// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.ArrayList;
import java.util.List;

/**
 * Something to draw.
 *
 * @param xAxis what goes to the right, with its unit
 * @param yAxis what goes up, with its unit
 */
public record Plot(String title, Axis xAxis, Axis yAxis, List<Series> series) {

  public Plot {
    series = List.copyOf(series);
  }

  /** An axis; a logarithmic one leaves out what is not above 0. */
  public record Axis(String label, Scale scale) {

    static Axis linear(String label) {
      return new Axis(label, Scale.LINEAR);
    }

    static Axis whole(String label) {
      return new Axis(label, Scale.WHOLE);
    }

    static Axis logarithmic(String label) {
      return new Axis(label, Scale.LOGARITHMIC);
    }

    boolean isLogarithmic() {
      return scale == Scale.LOGARITHMIC;
    }
  }

  /** How an axis is divided. */
  public enum Scale {
    LINEAR,
    /** Linear, with whole numbers only. */
    WHOLE,
    LOGARITHMIC
  }

  /** A line through points; or the points alone. One thread while it grows. */
  public record Series(String name, boolean joined, List<Point> points) {

    static Series line(String name) {
      return new Series(name, true, new ArrayList<>());
    }

    static Series dots(String name) {
      return new Series(name, false, new ArrayList<>());
    }

    void add(double x, double y) {
      points.add(new Point(x, y));
    }
  }

  /** A place in the units of the axes. */
  public record Point(double x, double y) {}
}

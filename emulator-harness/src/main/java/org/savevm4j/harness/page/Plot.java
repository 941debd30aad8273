// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.page;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

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

    public static Axis linear(String label) {
      return new Axis(label, Scale.LINEAR);
    }

    public static Axis whole(String label) {
      return new Axis(label, Scale.WHOLE);
    }

    public static Axis logarithmic(String label) {
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

    public static Series line(String name) {
      return new Series(name, true, new ArrayList<>());
    }

    public static Series dots(String name) {
      return new Series(name, false, new ArrayList<>());
    }

    /** What it does, in words: where it begins and ends, and how high and low it comes. */
    String words() {
      if (points.isEmpty()) {
        return name + ": no points";
      }
      DoubleSummaryStatistics ys = points.stream().mapToDouble(Point::y).summaryStatistics();
      return String.format(
          Locale.ROOT,
          "%s: %d points, from %.4g at %.4g to %.4g at %.4g, least %.4g, most %.4g",
          name,
          points.size(),
          points.getFirst().y(),
          points.getFirst().x(),
          points.getLast().y(),
          points.getLast().x(),
          ys.getMin(),
          ys.getMax());
    }

    /** Adds a point to its end. */
    public void add(double x, double y) {
      points.add(new Point(x, y));
    }
  }

  /** A place in the units of the axes. */
  public record Point(double x, double y) {}
}

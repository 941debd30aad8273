// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.figures;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The middle, the least and the largest of what some rounds measured, in one unit.
 *
 * @param median of an even number of rounds the lower one of the two in the middle
 */
public record Spread(double median, double min, double max) {

  /** Below it each whole number is a double. */
  private static final double MOST_EXACT = 1L << 53;

  /** Of one number or more, in any order. */
  public static Spread of(DoubleStream numbers) {
    double[] ascending = numbers.sorted().toArray();
    return new Spread(
        ascending[(ascending.length - 1) / 2], ascending[0], ascending[ascending.length - 1]);
  }

  /** The same as {@link #of(DoubleStream)}. */
  public static Spread of(double... numbers) {
    return of(DoubleStream.of(numbers));
  }

  /** The same in another unit; {@code unit} turns no order around. */
  public Spread in(DoubleUnaryOperator unit) {
    return new Spread(unit.applyAsDouble(median), unit.applyAsDouble(min), unit.applyAsDouble(max));
  }

  /** Puts {@code median}, {@code min} and {@code max}; whole numbers stand there as such. */
  public void putTo(ObjectNode row) {
    put(row, "median", median);
    put(row, "min", min);
    put(row, "max", max);
  }

  private static void put(ObjectNode row, String name, double value) {
    if (value == Math.rint(value) && Math.abs(value) < MOST_EXACT) {
      row.put(name, (long) value);
    } else {
      row.put(name, value);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import org.savevm4j.harness.figures.Spread;

/**
 * One figure.
 *
 * @param claim it bears on
 * @param name what it is
 * @param unit of the three numbers
 * @param median of an even number of runs the lower one in the middle; what is not timed has one
 *     value, and median, min and max are that
 */
public record ClaimRow(
    Claim claim,
    String name,
    Subject subject,
    String unit,
    How how,
    double median,
    double min,
    double max) {

  /** Whether it is no point of a curve, but one that says something of a whole curve. */
  boolean sumsUp() {
    return subject.updateRate() == null && !subject.workload().equals(Subject.NO_WORKLOAD);
  }

  /** A figure of one value. */
  static ClaimRow of(
      Claim claim, String name, Subject subject, String unit, How how, double value) {
    return new ClaimRow(claim, name, subject, unit, how, value, value, value);
  }

  /** A figure of several runs, one at least. */
  static ClaimRow timed(Claim claim, String name, Subject subject, String unit, double... values) {
    Spread spread = Spread.of(values);
    return new ClaimRow(
        claim, name, subject, unit, How.TIMED, spread.median(), spread.min(), spread.max());
  }
}

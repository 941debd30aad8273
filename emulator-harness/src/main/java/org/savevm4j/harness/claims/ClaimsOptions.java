// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

/**
 * How much to measure.
 *
 * @param seed of guests and made tables: counts and simulations repeat with it
 * @param rates wanted updates a second at which workloads are looked at, ascending
 * @param laps passes over the table that are added up for a workload and rate
 * @param ratesPerDecade steps of the sweeps over rates, for each factor of ten
 * @param sweepEnd where sweeps end, as a share of their highest rate, above 0 and at most 1
 * @param timedRuns runs of what is timed
 * @param timedShift log2 of the bytes of the largest table that is timed
 * @param lockedReads reads that are timed with entries locked
 */
public record ClaimsOptions(
    long seed,
    long[] rates,
    int laps,
    int ratesPerDecade,
    double sweepEnd,
    int timedRuns,
    int timedShift,
    int lockedReads) {

  /** All of it, with the seed of the figures in docs/claims.md. */
  public static final ClaimsOptions FULL =
      new ClaimsOptions(1, new long[] {2_000, 20_000, 200_000}, 50, 2, 1, 5, 26, 300);

  /** Enough to see that everything is measured; the highest rates would take most of the time. */
  static final ClaimsOptions REDUCED =
      new ClaimsOptions(1, new long[] {20_000}, 3, 1, 0.1, 1, 24, 10);
}

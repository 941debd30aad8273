// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * What the guest shall do. Stored in guest RAM at boot, so that a migration carries it.
 *
 * @param updatesPerSecond wanted changes of slots a second, all vCPUs together; 0 means as many as
 *     there can be
 * @param seed of the random generators; on one vCPU the same seed makes the same tables
 * @param workingSetPages the most 64 KiB pages that all processes together own, at least {@value
 *     #LEAST_WORKING_SET_PAGES}; a small RAM holds fewer
 */
public record GuestOptions(
    Workload workload, long updatesPerSecond, long seed, int workingSetPages) {

  /** What is taken when nobody says more: 64 MiB. */
  public static final int DEFAULT_WORKING_SET_PAGES = 1024;

  /** Below this a vCPU could not build the address space of one process. */
  public static final int LEAST_WORKING_SET_PAGES = 96;

  /** Ten million a second: more than any host does, and far from an overflow of the pace. */
  public static final long MOST_UPDATES_PER_SECOND = 10_000_000;

  public GuestOptions {
    if (updatesPerSecond < 0 || updatesPerSecond > MOST_UPDATES_PER_SECOND) {
      throw new IllegalArgumentException(
          updatesPerSecond + " updates a second are not in 0 to " + MOST_UPDATES_PER_SECOND);
    }
    if (workingSetPages < LEAST_WORKING_SET_PAGES) {
      throw new IllegalArgumentException(
          workingSetPages + " pages are fewer than " + LEAST_WORKING_SET_PAGES);
    }
  }

  /** With the working set of {@link #DEFAULT_WORKING_SET_PAGES}. */
  public GuestOptions(Workload workload, long updatesPerSecond, long seed) {
    this(workload, updatesPerSecond, seed, DEFAULT_WORKING_SET_PAGES);
  }
}

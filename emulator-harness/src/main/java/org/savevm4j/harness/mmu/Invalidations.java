// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import java.util.concurrent.atomic.AtomicLongArray;
import org.savevm4j.hpt.HashPageTable;

/**
 * How often a valid entry was taken away or changed, counted for groups of slots: what tlbie is to
 * a real machine. All vCPUs of a machine share one. How a cached translation is told by it to be
 * stale is in the description of this package.
 *
 * <p>Counts belong to groups of the table, many groups to each. They outlive tables.
 */
public final class Invalidations {

  /** A power of two: enough that vCPUs seldom drop translations for what others removed. */
  private static final int COUNTS = 1024;

  private final AtomicLongArray counts = new AtomicLongArray(COUNTS);

  /** Nothing was invalidated. */
  public Invalidations() {}

  /**
   * Stores over a valid entry, whose lock the caller holds and which this unlocks, as {@link
   * HashPageTable#store} does. A translation that begins after it returned uses nothing that was
   * cached of the entry before.
   */
  public void store(HashPageTable table, long slot, long dword0, long dword1) {
    counts.getAndIncrement(place(slot));
    table.store(slot, dword0, dword1);
  }

  /** Counts for all slots at once: nothing that was cached of any is used from now on. */
  public void all() {
    for (int i = 0; i < COUNTS; i++) {
      counts.getAndIncrement(i);
    }
  }

  /** The count for a slot. The same one for all slots of a group of the table. */
  long count(long slot) {
    return counts.get(place(slot));
  }

  private static int place(long slot) {
    return (int) (slot >>> 3) & (COUNTS - 1);
  }
}

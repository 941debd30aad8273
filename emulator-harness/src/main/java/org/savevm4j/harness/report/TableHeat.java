// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.report.MigrationRecord.TableMap;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.SlotBitmap;

/**
 * Which regions of a table change: a reader of marks of its own, beside the section's, so that each
 * change costs the guest one more mark and the migration nothing. Starts anew when the table is
 * replaced. One thread.
 */
final class TableHeat implements AutoCloseable {

  /** As many as the smallest table has groups. */
  static final int REGIONS = 2048;

  private static final int WORDS = 256;

  private final Supplier<HptLease> leases;
  private final boolean watches;
  private final long[] words = new long[WORDS];
  private final long[] bits = new long[WORDS];

  private HptLease lease;
  private @Nullable DirtyMarks marks;
  private long[] changed = new long[REGIONS];
  private BitSet groups = new BitSet();
  private long looks;
  private long replaced;

  /**
   * @param leases a new lease of the machine's table as it is then
   * @param watches whether to look for changes, too, and not at the end alone
   */
  TableHeat(Supplier<HptLease> leases, boolean watches) {
    this.leases = leases;
    this.watches = watches;
    this.lease = leases.get();
    open();
  }

  /** Takes the marks that have come since the last look. */
  void look() {
    HptLease now = leases.get();
    if (now.generation() == lease.generation()) {
      now.close();
    } else {
      replace(now);
    }
    HashPageTable table = lease.table();
    DirtyMarks from = marks;
    if (table == null || from == null) {
      return;
    }
    int shift = regionShift(table.geometry());
    int taken;
    long next = 0;
    do {
      taken = from.takeNext(next, words, bits);
      for (int i = 0; i < taken; i++) {
        for (long left = bits[i]; left != 0; left &= left - 1) {
          long slot = (words[i] << 6) + Long.numberOfTrailingZeros(left);
          changed[(int) (slot >>> shift)]++;
          groups.set((int) (slot / HptGeometry.SLOTS_PER_PTEG));
        }
        next = words[i] + 1;
      }
    } while (taken == WORDS);
    looks++;
  }

  /** What was seen, with the table as it is now; null if there is none. */
  @Nullable TableMap map() {
    HashPageTable table = lease.table();
    if (table == null) {
      return null;
    }
    HptGeometry geometry = table.geometry();
    return new TableMap(
        geometry.shift(),
        geometry.slots() / REGIONS,
        occupied(table),
        boxed(changed),
        geometry.slots() / HptGeometry.SLOTS_PER_PTEG,
        groups.cardinality(),
        looks,
        replaced);
  }

  @Override
  public void close() {
    HashPageTable table = lease.table();
    DirtyMarks open = marks;
    if (table != null && open != null) {
      table.tracking().close(open);
    }
    marks = null;
    lease.close();
  }

  private void open() {
    HashPageTable table = lease.table();
    if (watches && table != null) {
      try {
        marks = table.tracking().open();
      } catch (IllegalStateException | OutOfMemoryError _) {
        // no set is free, or there is no room: the map goes without heat, and says so by no looks
      }
    }
  }

  private void replace(HptLease next) {
    close();
    lease = next;
    changed = new long[REGIONS];
    groups = new BitSet();
    looks = 0;
    replaced++;
    open();
  }

  private static List<Long> occupied(HashPageTable table) {
    long[] counts = new long[REGIONS];
    int shift = regionShift(table.geometry());
    SlotBitmap occupied = table.occupied();
    long slots = table.geometry().slots();
    for (long slot = occupied.next(0, slots); slot < slots; slot = occupied.next(slot + 1, slots)) {
      counts[(int) (slot >>> shift)]++;
    }
    return boxed(counts);
  }

  private static int regionShift(HptGeometry geometry) {
    return Long.numberOfTrailingZeros(geometry.slots() / REGIONS);
  }

  private static List<Long> boxed(long[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }
}

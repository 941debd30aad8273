// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.TableEntries;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/**
 * What a table's valid entries come to, in figures. Looks at each of them once, in the order of
 * their slots. One thread.
 */
public final class TableStat {

  private static final int WIMG_SHIFT = 3;
  private static final int WIMG_VALUES = 16;

  private final TableEntries table;
  private final long[] occupancy = new long[HptGeometry.SLOTS_PER_PTEG + 1];
  private final Map<PageSize, Long> pageSizes = new TreeMap<>();
  private final Map<SegmentSize, Long> segments = new TreeMap<>();
  private final long[] wimg = new long[WIMG_VALUES];
  private final Runs runs = new Runs();
  private long valid;
  private long bolted;
  private long secondary;
  private long referenced;
  private long changed;

  private TableStat(TableEntries table) {
    this.table = table;
  }

  /** Looks at all of a table. */
  public static TableStat of(TableEntries table) {
    TableStat stat = new TableStat(table);
    stat.count();
    return stat;
  }

  private void count() {
    long group = -1;
    int inGroup = 0;
    long groups = 0;
    long slots = table.slots();
    for (long slot = table.nextValid(0); slot < slots; slot = table.nextValid(slot + 1)) {
      if (slot / HptGeometry.SLOTS_PER_PTEG != group) {
        occupancy[inGroup]++;
        group = slot / HptGeometry.SLOTS_PER_PTEG;
        inGroup = 0;
        groups++;
      }
      inGroup++;
      runs.add(slot);
      add(table.dword0(slot), table.dword1(slot));
    }
    occupancy[inGroup]++;
    runs.end();
    // those without an entry are not looked at
    occupancy[0] = ptegs() - groups;
  }

  private void add(long dword0, long dword1) {
    valid++;
    bolted += (dword0 & Hpte.V_BOLTED) == 0 ? 0 : 1;
    secondary += (dword0 & Hpte.V_SECONDARY) == 0 ? 0 : 1;
    referenced += (dword1 & Hpte.R_REFERENCED) == 0 ? 0 : 1;
    changed += (dword1 & Hpte.R_CHANGED) == 0 ? 0 : 1;
    wimg[(int) (dword1 & Hpte.R_WIMG) >>> WIMG_SHIFT]++;
    PageSize size = PageSize.of(dword0, dword1);
    if (size != null) {
      pageSizes.merge(size, 1L, Long::sum);
    }
    SegmentSize segment = SegmentSize.of(dword0);
    if (segment != null) {
      segments.merge(segment, 1L, Long::sum);
    }
  }

  /** log2 of the table's bytes. */
  public int shift() {
    return table.shift();
  }

  public long slots() {
    return table.slots();
  }

  public long ptegs() {
    return slots() / HptGeometry.SLOTS_PER_PTEG;
  }

  /** Slots with V = 1. */
  public long valid() {
    return valid;
  }

  public long bolted() {
    return bolted;
  }

  /** Found by the secondary hash; all others by the primary one. */
  public long secondary() {
    return secondary;
  }

  public long referenced() {
    return referenced;
  }

  public long changed() {
    return changed;
  }

  /**
   * How many PTEGs have that many valid slots.
   *
   * @param slots 0 to 8
   */
  public long ptegsWith(int slots) {
    return occupancy[slots];
  }

  public Runs runs() {
    return runs;
  }

  /** Entries of each size of page; null stands for those of none that the machine knows. */
  public long ofSize(@Nullable PageSize size) {
    return size == null ? valid - sum(pageSizes) : pageSizes.getOrDefault(size, 0L);
  }

  /** Entries of segments of each size; null stands for those of a reserved one. */
  public long ofSegment(@Nullable SegmentSize size) {
    return size == null ? valid - sum(segments) : segments.getOrDefault(size, 0L);
  }

  /**
   * Entries with that WIMG.
   *
   * @param bits the four bits as a number, W the highest
   */
  public long ofWimg(int bits) {
    return wimg[bits];
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}

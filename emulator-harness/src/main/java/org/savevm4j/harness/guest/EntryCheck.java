// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.mmu.HashMmu;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.harness.mmu.Translation;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/** Looks for the entries that the guest believes in, and then for any others. One thread. */
final class EntryCheck {

  private final GuestRam ram;
  private final @Nullable HashPageTable table;
  private final CheckReport report;
  private final Slb slb = new Slb();

  /** Slots of the entries found so far. */
  private long[] found = new long[1 << 12];

  private int foundCount;

  EntryCheck(GuestRam ram, @Nullable HashPageTable table, CheckReport report) {
    this.ram = ram;
    this.table = table;
    this.report = report;
  }

  /**
   * Checks that the table is the one that the guest uses.
   *
   * @param shift as in {@link HeaderLayout#TABLE_SHIFT}
   */
  void checkTable(long shift) {
    long there = table == null ? 0 : table.geometry().shift();
    if (there != shift) {
      report.mismatch(
          () ->
              "the table has shift %d, the guest uses one of shift %d; 0 is none"
                  .formatted(there, shift));
    }
  }

  /** Checks the page of the linear map at {@code ra}. */
  void checkLinear(long ra) {
    report.countMapping();
    int context = VirtualSegments.KERNEL_CONTEXT;
    long ea = VirtualSegments.KERNEL_BASE + ra;
    Translation way = find(context, ea);
    if (table != null
        && way != null
        && entryIsRight(table, way, context, ea, PageEntry.kernelDword1(ra))) {
      report.countChecked();
    }
  }

  /**
   * Checks a process's page that is in the table.
   *
   * @param hashed the belief, as in {@link PteLayout}
   */
  void checkUser(int context, int index, long page, long hashed, long stamp) {
    report.countMapping();
    long ea = AddressSpace.ea(index);
    Translation way = find(context, ea);
    if (table == null
        || way == null
        || !entryIsRight(table, way, context, ea, PageEntry.userDword1(page))) {
      return;
    }
    if (PteLayout.hashed(way.slot(), way.secondary()) != hashed) {
      report.mismatch(
          () ->
              "context %d EA %#x: found in slot %d, believed in %d"
                  .formatted(context, ea, way.slot(), PteLayout.slot(hashed)));
      return;
    }
    report.countChecked();
    checkContents(context, ea, way.ra(), stamp);
  }

  /** Checks a process's page that is not in the table: on radix a mapping like any other. */
  void checkNotInTable(int context, long ea, long ra, long stamp) {
    if (table == null) {
      report.countMapping();
    }
    if (checkContents(context, ea, ra, stamp) && table == null) {
      report.countChecked();
    }
  }

  /**
   * Compares the page at {@code ra}, which the process has at {@code ea}, with what was stored.
   *
   * @return whether there is such a page, whatever it holds
   */
  private boolean checkContents(int context, long ea, long ra, long stamp) {
    if (ra < 0 || ra > ram.bytes() - MemoryMap.PAGE) {
      report.mismatch(() -> "context %d EA %#x: its RA %#x is no RAM".formatted(context, ea, ra));
      return false;
    }
    long wrong = Stamp.firstWrong(ram, ra, stamp);
    if (wrong >= 0) {
      report.mismatch(
          () ->
              "context %d EA %#x: RA %#x holds %#x, stored was %#x"
                  .formatted(context, ea, wrong, ram.getBe64(wrong), stamp));
    }
    return true;
  }

  private @Nullable Translation find(int context, long ea) {
    PageEntry.setSegment(slb, 0, context, ea);
    if (table != null
        && HashMmu.translate(table, slb, UserAccess.KERNEL_MSR, ea) instanceof Translation way) {
      if (foundCount == found.length) {
        found = Arrays.copyOf(found, 2 * foundCount);
      }
      found[foundCount++] = way.slot();
      return way;
    }
    report.mismatch(() -> "context %d EA %#x: not in the table".formatted(context, ea));
    return null;
  }

  private boolean entryIsRight(
      HashPageTable table, Translation way, int context, long ea, long expectedDword1) {
    long secondary = way.secondary() ? Hpte.V_SECONDARY : 0;
    long expectedDword0 = PageEntry.dword0(context, ea) | secondary;
    long dword0 = table.dword0(way.slot());
    long dword1 = table.dword1(way.slot());
    if (dword0 == expectedDword0 && !PageEntry.differs(dword1, expectedDword1)) {
      return true;
    }
    report.mismatch(
        () ->
            "context %d EA %#x: slot %d holds %016x %016x, expected %016x %016x"
                .formatted(
                    context, ea, way.slot(), dword0, dword1, expectedDword0, expectedDword1));
    return false;
  }

  /**
   * Goes over all slots once: a valid one that no mapping led to is an entry that the guest
   * removed, or never made. Also holds the table's own map of occupied slots against them.
   */
  void checkThatNoOtherIsValid() {
    if (table == null) {
      return;
    }
    Arrays.sort(found, 0, foundCount);
    long slots = table.geometry().slots();
    for (long slot = 0; slot < slots; slot++) {
      if ((table.dword0(slot) & Hpte.V_VALID) != 0) {
        checkValid(table, slot);
      }
    }
  }

  private void checkValid(HashPageTable table, long slot) {
    if (Arrays.binarySearch(found, 0, foundCount, slot) < 0) {
      report.mismatch(
          () ->
              "slot %d holds %016x %016x, which the guest does not believe in"
                  .formatted(slot, table.dword0(slot), table.dword1(slot)));
    }
    if (!table.occupied().get(slot)) {
      report.mismatch(() -> "slot %d is valid and not among the occupied ones".formatted(slot));
    }
  }
}

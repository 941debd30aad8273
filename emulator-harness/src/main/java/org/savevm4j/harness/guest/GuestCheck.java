// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HashPageTable;

/**
 * Compares what the guest believes with what is: every mapping through segment, hash and table to
 * memory, and every valid slot of the table back to a mapping. A radix guest's mappings are its
 * page tables alone, and are compared with memory.
 *
 * <p>The guest is paused, or RAM and table are copies. Reads only: nothing is entered, evicted,
 * marked or counted.
 */
public final class GuestCheck {

  private GuestCheck() {}

  /**
   * Checks the guest that {@code ram} holds.
   *
   * @param table null if the machine has none
   * @throws NoGuestException if there is none
   */
  public static GuestCheckResult check(GuestRam ram, @Nullable HashPageTable table)
      throws NoGuestException {
    MemoryMap map = MemoryMap.read(ram);
    CheckReport report = new CheckReport();
    EntryCheck entries = new EntryCheck(ram, table, report);
    ProcessCheck processes = new ProcessCheck(ram, map, entries, report);
    // first of all, for what the guest stumbled over is mostly what is found below, too
    processes.reportSurprises();
    entries.checkTable(ram.getBe64(HeaderLayout.TABLE_SHIFT));
    for (long frame = 0; table != null && frame < map.ramFrames(); frame++) {
      entries.checkLinear(frame << MemoryMap.PAGE_SHIFT);
    }
    processes.checkAll();
    entries.checkThatNoOtherIsValid();
    long updates = 0;
    for (int vcpu = 0; vcpu < map.vcpus(); vcpu++) {
      updates += ram.getBe64(map.areaRa(vcpu) + AreaLayout.UPDATES);
    }
    return report.result(updates);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.memory.GuestRam;

/** Goes over all processes, their pages, and the counts that the kernel keeps. One thread. */
final class ProcessCheck {

  private final GuestRam ram;
  private final MemoryMap map;
  private final EntryCheck entries;
  private final CheckReport report;
  private final int[] references;

  ProcessCheck(GuestRam ram, MemoryMap map, EntryCheck entries, CheckReport report) {
    this.ram = ram;
    this.map = map;
    this.entries = entries;
    this.report = report;
    this.references = new int[map.frames()];
  }

  void checkAll() {
    for (int vcpu = 0; vcpu < map.vcpus(); vcpu++) {
      checkVcpu(vcpu);
    }
    for (int frame = 0; frame < references.length; frame++) {
      checkReferences(frame);
    }
  }

  private void checkReferences(int frame) {
    long counted = ram.getBe64(map.frameRecordRa(frame) + FrameLayout.REFERENCES);
    if (counted != references[frame]) {
      report.mismatch(
          () ->
              "frame %d counts %d references, there are %d"
                  .formatted(frame, counted, references[frame]));
    }
  }

  private void checkVcpu(int vcpu) {
    long alive = 0;
    long mapped = 0;
    int first = vcpu * MemoryMap.PROCESSES_PER_VCPU;
    for (int process = first; process < first + MemoryMap.PROCESSES_PER_VCPU; process++) {
      long context = ram.getBe64(map.processRa(process) + ProcessLayout.CONTEXT);
      alive += context == 0 ? 0 : 1;
      mapped += checkProcess(process, context);
    }
    long area = map.areaRa(vcpu);
    compare(vcpu, "processes", ram.getBe64(area + AreaLayout.PROCESSES), alive);
    compare(vcpu, "mapped pages", ram.getBe64(area + AreaLayout.MAPPED), mapped);
  }

  /** Checks the pages of a process, and answers how many there are. */
  private int checkProcess(int process, long context) {
    if (context != 0 && map.processOfContext(context) != process) {
      report.mismatch(
          () -> "process %d has context %d, which is not its own".formatted(process, context));
      return 0;
    }
    int present = 0;
    for (int index = 0; index < AddressSpace.PTES; index++) {
      present += checkPage((int) context, process, index) ? 1 : 0;
    }
    return present;
  }

  /** Checks a page of a process, true if there is one. */
  private boolean checkPage(int context, int process, int index) {
    long pte = map.pteRa(process, index);
    long page = ram.getBe64(pte + PteLayout.PAGE);
    long hashed = ram.getBe64(pte + PteLayout.HASHED);
    long stamp = ram.getBe64(pte + PteLayout.STAMP);
    boolean present = (page & PteLayout.PRESENT) != 0;
    boolean inTable = (hashed & PteLayout.IN_TABLE) != 0;
    if (context == 0 ? page != 0 || inTable : inTable && !present) {
      report.mismatch(
          () ->
              "process %d EA %#x: page %#x cannot be, hashed %#x"
                  .formatted(process, AddressSpace.ea(index), page, hashed));
    } else if (inTable) {
      entries.checkUser(context, index, page, hashed, stamp);
    } else if (present) {
      entries.checkNotInTable(context, AddressSpace.ea(index), page & PteLayout.RA, stamp);
    }
    if (present && (page & PteLayout.FILE) == 0) {
      countReference(process, index, page & PteLayout.RA);
    }
    return present;
  }

  private void countReference(int process, int index, long ra) {
    long frame = map.frameAt(ra);
    if (frame < 0 || frame >= references.length || map.frameRa((int) frame) != ra) {
      report.mismatch(
          () ->
              "process %d EA %#x: RA %#x is no frame"
                  .formatted(process, AddressSpace.ea(index), ra));
    } else {
      references[(int) frame]++;
    }
  }

  private void compare(int vcpu, String what, long counted, long there) {
    if (counted != there) {
      report.mismatch(
          () -> "vCPU %d counts %d %s, there are %d".formatted(vcpu, counted, what, there));
    }
  }

  /** Tells what the guest found wrong by itself. */
  void reportSurprises() {
    for (int vcpu = 0; vcpu < map.vcpus(); vcpu++) {
      reportSurprises(vcpu, map.areaRa(vcpu));
    }
  }

  private void reportSurprises(int vcpu, long area) {
    long surprises = ram.getBe64(area + AreaLayout.SURPRISES);
    if (surprises != 0) {
      report.mismatch(
          () ->
              "vCPU %d was surprised %d times, first at EA %#x: %s"
                  .formatted(
                      vcpu,
                      surprises,
                      ram.getBe64(area + AreaLayout.SURPRISE_EA),
                      Surprise.text(ram.getBe64(area + AreaLayout.SURPRISE))));
    }
  }
}

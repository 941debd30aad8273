// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * What processes do next, by workload and chance: one operation of some ten to some hundred updates
 * at a time. One vCPU, one step.
 */
final class Activity {

  /** Processes that a vCPU's load settles at. */
  private static final int SETTLED = 32;

  /** How far from a page that is not mapped another is looked for. */
  private static final int REACH = 24;

  private final GuestCpu cpu;
  private final Processes processes;
  private final UserAccess access;

  Activity(GuestCpu cpu, GroupLocks locks) {
    HashedPages pages = new HashedPages(cpu, locks);
    FramePool frames = new FramePool(cpu);
    this.cpu = cpu;
    this.processes = new Processes(cpu, pages, new BulkRemoval(cpu, locks, pages), frames);
    this.access = new UserAccess(cpu, pages, new PageFaults(cpu, pages, frames));
  }

  /** Makes the first process of a vCPU, at boot. */
  void begin() {
    int first = processes.create(0);
    if (first >= 0) {
      replace(first);
    }
  }

  /** Does one operation. */
  void next(Workload workload) {
    access.checkKernel();
    makeRoom();
    int process = processes.any();
    switch (workload) {
      case IDLE -> look(process);
      case FORK -> fork(process);
      case EXEC -> exec(process);
      case MMAP -> remap(process);
      case MIX -> mix(process);
    }
  }

  private void mix(int process) {
    switch (cpu.random(8)) {
      case 0 -> fork(process);
      case 1 -> exec(process);
      case 2, 3 -> remap(process);
      default -> touchSome(process, 32);
    }
  }

  /** Ends processes while an operation might find no frame. */
  private void makeRoom() {
    long least = cpu.map().poolFrames() / 4;
    while (cpu.area(AreaLayout.FREE_FRAMES) < least) {
      int process = processes.any();
      if (processes.alive() > 1) {
        processes.exit(process);
      } else {
        replace(process);
        return;
      }
    }
  }

  private void look(int process) {
    processes.switchTo(process);
    access.touch(process, AddressSpace.TEXT, false);
  }

  /** A child that does a little, and ends at once or lives until there are too many. */
  private void fork(int parent) {
    int child = processes.fork(parent);
    if (child >= 0) {
      touchSome(child, 24);
    }
    if (child < 0 || processes.alive() > SETTLED) {
      processes.exit(processes.any());
    } else if (cpu.random(2) == 0) {
      processes.exit(child);
    }
  }

  /** A program in place of another, or in a child while there are few. */
  private void exec(int process) {
    int child = processes.alive() < SETTLED ? processes.fork(process) : process;
    replace(child < 0 ? process : child);
  }

  private void replace(int process) {
    processes.exec(process);
    processes.switchTo(process);
    touchAll(process, AddressSpace.TEXT, 24, false);
    touchAll(process, AddressSpace.DATA, 4, true);
    touchAll(process, AddressSpace.DATA + AddressSpace.CHUNK, 6, true);
    touchAll(process, AddressSpace.STACK, 2, true);
  }

  /** Maps, protects or unmaps a range, by what is there. */
  private void remap(int process) {
    if (processes.alive() < SETTLED / 4) {
      exec(process);
    }
    processes.switchTo(process);
    int count = 4 + cpu.random(12);
    int from = AddressSpace.MAPPINGS;
    from += cpu.random(AddressSpace.STACK - AddressSpace.MAPPINGS - count);
    switch (cpu.random(4)) {
      case 0 -> processes.protect(process, from, from + count, cpu.random(2) == 0);
      case 1 -> processes.unmap(process, from, from + count);
      default -> {
        long file = cpu.random(2) == 0 ? PteLayout.FILE : 0;
        processes.unmap(process, from, from + count);
        processes.map(process, from, count, file | PteLayout.MAY_WRITE);
        touchAll(process, from, count, file == 0);
      }
    }
  }

  private void touchAll(int process, int from, int count, boolean store) {
    for (int index = from; index < from + count; index++) {
      access.touch(process, index, store);
    }
  }

  private void touchSome(int process, int count) {
    processes.switchTo(process);
    for (int i = 0; i < count; i++) {
      long chance = cpu.random();
      int index = processes.mapped(process, (int) (chance >>> 32) & AddressSpace.PTES - 1, REACH);
      if (index >= 0) {
        // more loads than stores, as programs have
        access.touch(process, index, (chance & 3) == 0);
      }
    }
  }
}

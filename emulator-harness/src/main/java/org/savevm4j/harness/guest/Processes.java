// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * Address spaces, and what processes have done to theirs: fork, exec, exit, and mappings. One vCPU,
 * one step; a vCPU has only its own processes.
 */
final class Processes {

  /** Programs that a process can be. */
  private static final int FILES = 4;

  /** What makes an address unused again. */
  private static final long UNMAPPED = 0;

  private final GuestCpu cpu;
  private final MemoryMap map;
  private final HashedPages pages;
  private final BulkRemoval bulk;
  private final FramePool frames;

  Processes(GuestCpu cpu, HashedPages pages, BulkRemoval bulk, FramePool frames) {
    this.cpu = cpu;
    this.map = cpu.map();
    this.pages = pages;
    this.bulk = bulk;
    this.frames = frames;
  }

  /** How many are alive on this vCPU. */
  int alive() {
    return (int) cpu.area(AreaLayout.PROCESSES);
  }

  /** One of those alive, by chance. There is always one: the last never exits. */
  int any() {
    int start = cpu.random(MemoryMap.PROCESSES_PER_VCPU);
    for (int i = 0; i < MemoryMap.PROCESSES_PER_VCPU; i++) {
      int process = cpu.firstProcess() + (start + i) % MemoryMap.PROCESSES_PER_VCPU;
      if (cpu.context(process) != 0) {
        return process;
      }
    }
    return cpu.firstProcess();
  }

  /**
   * A new process whose address space is empty.
   *
   * @return its number, or -1 if all records are used
   */
  int create(long file) {
    for (int i = 0; i < MemoryMap.PROCESSES_PER_VCPU; i++) {
      int process = cpu.firstProcess() + i;
      if (cpu.context(process) == 0) {
        begin(process, MemoryMap.context(process, 0), file);
        cpu.area(AreaLayout.PROCESSES, cpu.area(AreaLayout.PROCESSES) + 1L);
        return process;
      }
    }
    return -1;
  }

  private void begin(int process, int context, long file) {
    cpu.put(map.processRa(process) + ProcessLayout.CONTEXT, context);
    cpu.put(map.processRa(process) + ProcessLayout.FILE, file);
    if (cpu.register(GuestRegisters.PROCESS) == process) {
      // the segments in the SLB are those of the address space that was
      cpu.register(GuestRegisters.PROCESS, -1);
    }
  }

  /** Makes the vCPU run this process: drops the segments of the one that ran before. */
  void switchTo(int process) {
    if (cpu.register(GuestRegisters.PROCESS) != process) {
      UserAccess.switchSegments(cpu.vcpu());
      cpu.register(GuestRegisters.PROCESS, process);
    }
  }

  /**
   * A child that shares all frames with its parent; neither may write any without a fault.
   *
   * @return its number, or -1 if all records are used
   */
  int fork(int parent) {
    int child = create(cpu.get(map.processRa(parent) + ProcessLayout.FILE));
    for (int index = 0; child >= 0 && index < AddressSpace.PTES; index++) {
      long pte = map.pteRa(parent, index);
      long page = cpu.get(pte + PteLayout.PAGE);
      if (page == UNMAPPED) {
        continue;
      }
      if ((page & PteLayout.WRITABLE) != 0) {
        page &= ~PteLayout.WRITABLE;
        cpu.put(pte + PteLayout.PAGE, page);
        pages.protect(parent, index);
      }
      if (counted(page)) {
        frames.addReference(page & PteLayout.RA);
      }
      long copy = map.pteRa(child, index);
      cpu.put(copy + PteLayout.PAGE, page);
      cpu.put(copy + PteLayout.STAMP, cpu.get(pte + PteLayout.STAMP));
      countMapped(page, 1);
    }
    return child;
  }

  /** Drops the address space of a process and gives it that of another program. */
  void exec(int process) {
    int context = cpu.context(process);
    unmap(process, 0, AddressSpace.PTES);
    int next = MemoryMap.context(process, context == MemoryMap.context(process, 0) ? 1 : 0);
    begin(process, next, cpu.random(FILES));
    map(process, AddressSpace.TEXT, 16 + cpu.random(48), PteLayout.FILE | PteLayout.EXEC);
    map(process, AddressSpace.DATA, 8 + cpu.random(8), PteLayout.FILE | PteLayout.MAY_WRITE);
    map(process, AddressSpace.DATA + 16, 8 + cpu.random(24), PteLayout.MAY_WRITE);
    map(process, AddressSpace.STACK, 2 + cpu.random(4), PteLayout.MAY_WRITE);
  }

  /** Ends a process, unless it is the vCPU's last. */
  void exit(int process) {
    if (alive() > 1) {
      unmap(process, 0, AddressSpace.PTES);
      begin(process, 0, 0);
      cpu.area(AreaLayout.PROCESSES, cpu.area(AreaLayout.PROCESSES) - 1L);
    }
  }

  /** The first page from {@code index} on that a process may use, within {@code reach}; else -1. */
  int mapped(int process, int index, int reach) {
    int end = Math.min(index + reach, AddressSpace.PTES);
    for (int i = index; i < end; i++) {
      if (cpu.get(map.pteRa(process, i) + PteLayout.PAGE) != UNMAPPED) {
        return i;
      }
    }
    return -1;
  }

  /** Lets a process use pages that it does not use so far; frames come with the first touch. */
  void map(int process, int first, int count, long flags) {
    for (int index = first; index < first + count; index++) {
      cpu.put(map.pteRa(process, index) + PteLayout.PAGE, flags | PteLayout.MAPPED);
    }
  }

  /** Takes pages {@code from} to {@code to - 1} from a process. */
  void unmap(int process, int from, int to) {
    bulk.remove(process, from, to);
    for (int index = from; index < to; index++) {
      long pte = map.pteRa(process, index);
      long page = cpu.get(pte + PteLayout.PAGE);
      if (page != UNMAPPED) {
        if (counted(page)) {
          frames.dropReference(page & PteLayout.RA);
        }
        countMapped(page, -1);
        cpu.put(pte + PteLayout.PAGE, UNMAPPED);
        cpu.put(pte + PteLayout.STAMP, 0);
      }
    }
  }

  /**
   * Allows or forbids stores to those pages of a range that are mapped. Once allowed, the first
   * store still faults.
   */
  void protect(int process, int from, int to, boolean mayWrite) {
    for (int index = from; index < to; index++) {
      long pte = map.pteRa(process, index);
      long page = cpu.get(pte + PteLayout.PAGE);
      if (page != UNMAPPED) {
        long other = page & ~PteLayout.MAY_WRITE & ~PteLayout.WRITABLE;
        cpu.put(pte + PteLayout.PAGE, mayWrite ? page | PteLayout.MAY_WRITE : other);
        if (!mayWrite && (page & PteLayout.WRITABLE) != 0) {
          pages.protect(process, index);
        }
      }
    }
  }

  /** Whether the frame behind a page, if any, counts its references. */
  private static boolean counted(long page) {
    return (page & (PteLayout.PRESENT | PteLayout.FILE)) == PteLayout.PRESENT;
  }

  private void countMapped(long page, int difference) {
    if ((page & PteLayout.PRESENT) != 0) {
      cpu.area(AreaLayout.MAPPED, cpu.area(AreaLayout.MAPPED) + difference);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * Finds frames for pages: at the first touch, and at the first store to a page that is shared. One
 * vCPU, one step.
 */
final class PageFaults {

  /** Pages of the cache that one program's file has. */
  private static final int FILE_PAGES = 64;

  private final GuestCpu cpu;
  private final HashedPages pages;
  private final FramePool frames;

  PageFaults(GuestCpu cpu, HashedPages pages, FramePool frames) {
    this.cpu = cpu;
    this.pages = pages;
    this.frames = frames;
  }

  /**
   * Makes a mapped page present, and writable if the store is one that the process may do.
   *
   * @return false if there is no frame left
   */
  boolean resolve(int process, int index, boolean store) {
    long pte = cpu.map().pteRa(process, index);
    long page = cpu.get(pte + PteLayout.PAGE);
    if ((page & PteLayout.PRESENT) == 0) {
      if (!populate(process, index, pte, page)) {
        return false;
      }
      page = cpu.get(pte + PteLayout.PAGE);
    }
    boolean mayWrite = (page & PteLayout.MAY_WRITE) != 0;
    return !store
        || !mayWrite
        || (page & PteLayout.WRITABLE) != 0
        || makeWritable(process, index, pte, page);
  }

  private boolean populate(int process, int index, long pte, long page) {
    boolean file = (page & PteLayout.FILE) != 0;
    if (file) {
      long program = cpu.get(cpu.map().processRa(process) + ProcessLayout.FILE);
      int cached = (int) ((program * FILE_PAGES + index) % cpu.map().cacheFrames());
      cpu.put(pte + PteLayout.PAGE, page | cpu.map().cacheRa(cached) | PteLayout.PRESENT);
      cpu.put(pte + PteLayout.STAMP, Stamp.ofCache(cached));
    } else {
      long ra = frames.allocate(cpu.context(process));
      if (ra < 0) {
        return false;
      }
      long writable = (page & PteLayout.MAY_WRITE) == 0 ? 0 : PteLayout.WRITABLE;
      cpu.put(pte + PteLayout.PAGE, page | ra | writable | PteLayout.PRESENT);
      // where a kernel would clear the page
      stamp(process, index, ra);
    }
    cpu.area(AreaLayout.MAPPED, cpu.area(AreaLayout.MAPPED) + 1);
    return true;
  }

  /** Gives the process a frame of its own, or the one it has if nobody else maps that. */
  private boolean makeWritable(int process, int index, long pte, long page) {
    long ra = page & PteLayout.RA;
    boolean file = (page & PteLayout.FILE) != 0;
    if (!file && frames.references(ra) == 1) {
      cpu.put(pte + PteLayout.PAGE, page | PteLayout.WRITABLE);
      pages.protect(process, index);
      return true;
    }
    long own = frames.allocate(cpu.context(process));
    if (own < 0) {
      return false;
    }
    pages.remove(process, index);
    if (!file) {
      frames.dropReference(ra);
    }
    long flags = page & ~PteLayout.RA & ~PteLayout.FILE;
    cpu.put(pte + PteLayout.PAGE, own | flags | PteLayout.WRITABLE);
    // where a kernel would copy the page
    stamp(process, index, own);
    return true;
  }

  /** Stores contents that no page had before, and notes them in the page table. */
  void stamp(int process, int index, long ra) {
    long writesRa = cpu.map().processRa(process) + ProcessLayout.WRITES;
    long write = cpu.get(writesRa) + 1;
    long stamp = Stamp.of(cpu.context(process), index, write);
    cpu.put(writesRa, write);
    Stamp.write(cpu.ram(), ra, stamp);
    cpu.put(cpu.map().pteRa(process, index) + PteLayout.STAMP, stamp);
  }
}

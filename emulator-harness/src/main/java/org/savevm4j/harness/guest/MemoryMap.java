// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.memory.GuestRam;

/**
 * Where in RAM the guest keeps what, in this order; all follows from the header ({@link
 * HeaderLayout}).
 *
 * <pre>
 *   header | areas, one a vCPU | processes | frames | cache | pool frames, spread over the rest
 * </pre>
 *
 * @param ramBytes of the machine
 * @param vcpus each with an area, {@value #PROCESSES_PER_VCPU} process records and a pool
 * @param poolFrames of each vCPU
 * @param cacheFrames of all
 */
record MemoryMap(long ramBytes, int vcpus, int poolFrames, int cacheFrames) {

  /** log2 of {@link #PAGE}. */
  static final int PAGE_SHIFT = 16;

  /** Bytes in a page of the guest, and in a frame. */
  static final long PAGE = 1L << PAGE_SHIFT;

  static final int PROCESSES_PER_VCPU = 64;

  /** What the segments of the linear map reach: 1 TiB. */
  private static final long MOST_RAM_BYTES = 1L << 40;

  private static final int MOST_VCPUS = 1024;
  private static final int MOST_CACHE_FRAMES = 256;
  private static final int LEAST_CACHE_FRAMES = 16;
  private static final int LEAST_POOL_FRAMES = GuestOptions.LEAST_WORKING_SET_PAGES;

  /** The map of a guest that is to be booted. */
  static MemoryMap plan(long ramBytes, int vcpus, int workingSetPages) throws GuestBootException {
    long frames = ramBytes >>> PAGE_SHIFT;
    int cache = (int) Math.min(MOST_CACHE_FRAMES, frames / 8);
    int pool = Math.max(LEAST_POOL_FRAMES, workingSetPages / vcpus);
    long room = (ramBytes - new MemoryMap(ramBytes, vcpus, pool, cache).poolRa()) >> PAGE_SHIFT;
    pool = (int) Math.min(pool, room / vcpus);
    if (ramBytes > MOST_RAM_BYTES || vcpus > MOST_VCPUS) {
      throw new GuestBootException(
          ramBytes + " bytes of RAM or " + vcpus + " vCPUs are more than the guest can use");
    }
    if (cache < LEAST_CACHE_FRAMES || pool < LEAST_POOL_FRAMES) {
      throw new GuestBootException(
          "the guest does not fit into " + ramBytes + " bytes of RAM with " + vcpus + " vCPUs");
    }
    return new MemoryMap(ramBytes, vcpus, pool, cache);
  }

  /**
   * The map of the guest that is in {@code ram}.
   *
   * @throws NoGuestException if there is none, or a header that does not fit the RAM
   */
  static MemoryMap read(GuestRam ram) throws NoGuestException {
    expect("magic", ram.getBe64(HeaderLayout.MAGIC), HeaderLayout.MAGIC_VALUE);
    expect("version", ram.getBe64(HeaderLayout.VERSION), HeaderLayout.VERSION_VALUE);
    expect("RAM size", ram.getBe64(HeaderLayout.RAM_BYTES), ram.bytes());
    long frames = ram.bytes() >>> PAGE_SHIFT;
    int vcpus = bounded("vCPUs", ram.getBe64(HeaderLayout.VCPUS), MOST_VCPUS);
    int pool = bounded("pool", ram.getBe64(HeaderLayout.POOL_FRAMES), frames / vcpus);
    int cache = bounded("cache", ram.getBe64(HeaderLayout.CACHE_FRAMES), MOST_CACHE_FRAMES);
    MemoryMap map = new MemoryMap(ram.bytes(), vcpus, pool, cache);
    if (map.poolRa() + (long) vcpus * pool * PAGE > ram.bytes()) {
      throw new NoGuestException("pool", pool, "frames that fit into the RAM");
    }
    return map;
  }

  private static void expect(String what, long found, long expected) throws NoGuestException {
    if (found != expected) {
      throw new NoGuestException(what, found, "0x" + Long.toHexString(expected));
    }
  }

  private static int bounded(String what, long found, long most) throws NoGuestException {
    if (found < 1 || found > most) {
      throw new NoGuestException(what, found, "1 to " + most);
    }
    return (int) found;
  }

  /** Whole 64 KiB pages of RAM: what the linear map maps. */
  long ramFrames() {
    return ramBytes >>> PAGE_SHIFT;
  }

  /** Process records of all vCPUs; those of vCPU {@code n} begin at n times the records of one. */
  int processes() {
    return vcpus * PROCESSES_PER_VCPU;
  }

  /** Frames of all pools; those of vCPU {@code n} begin at n times the frames of one. */
  int frames() {
    return vcpus * poolFrames;
  }

  long areaRa(int vcpu) {
    return PAGE + vcpu * AreaLayout.LENGTH;
  }

  long processRa(int process) {
    return wholePages(areaRa(vcpus)) + process * ProcessLayout.LENGTH;
  }

  long pteRa(int process, int index) {
    return processRa(process) + ProcessLayout.PAGE_TABLE + index * PteLayout.LENGTH;
  }

  /**
   * The context that a process has, or has next: each has two of its own, and takes them in turns
   * when it gets a new address space while the old one is still there.
   */
  static int context(int process, int turn) {
    return 1 + 2 * process + (turn & 1);
  }

  /** The process whose context this may be; -1 if none of this guest's can have it. */
  int processOfContext(long context) {
    return context < 1 || context > 2L * processes() ? -1 : (int) (context - 1) / 2;
  }

  /** The record of a frame. */
  long frameRecordRa(int frame) {
    return processRa(processes()) + frame * FrameLayout.LENGTH;
  }

  long cacheRa(int cacheFrame) {
    return wholePages(frameRecordRa(frames())) + cacheFrame * PAGE;
  }

  private long poolRa() {
    return cacheRa(cacheFrames);
  }

  /** The page that a frame is. Frames lie apart, so that all of RAM sees some use. */
  long frameRa(int frame) {
    return poolRa() + frame * stride();
  }

  /** The frame at an address that {@link #frameRa} gave; for others some number, or none. */
  long frameAt(long ra) {
    return (ra - poolRa()) / stride();
  }

  private long stride() {
    return ((ramBytes - poolRa()) >>> PAGE_SHIFT) / frames() << PAGE_SHIFT;
  }

  private static long wholePages(long bytes) {
    return (bytes + PAGE - 1) & -PAGE;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * What the guest knows of a page of a process. Big-endian doublewords.
 *
 * <pre>
 *    0 page           63:16 real page number | 15:7 0 | 6 exec | 5 may write | 4 mapped
 *                     | 3 file | 1 writable | 0 present
 *    8 hashed         63:8 slot | 1 secondary | 0 the page is in the table, in that slot
 *   16 stamp          last written into the page, by whoever shares it; 0 is nothing yet
 * </pre>
 *
 * <p>Page and stamp are the owning vCPU's alone; "hashed" may be cleared by any vCPU that evicts
 * the entry, and is written only with the lock of the slot's group held.
 */
final class PteLayout {

  static final long PAGE = 0;
  static final long HASHED = 8;
  static final long STAMP = 16;

  /** In bytes. */
  static final long LENGTH = 24;

  /** Page: a frame backs it, and its address is in the high bits. */
  static final long PRESENT = 0x1;

  /** Page: a store needs no fault; the entry in the table, if there is one, permits it too. */
  static final long WRITABLE = 0x2;

  /** Page: the frame is the cache's, shared by all, never written after boot, and not counted. */
  static final long FILE = 0x8;

  /** Page: the process may use the address; the first touch finds it a frame. */
  static final long MAPPED = 0x10;

  /** Page: the process may write; without {@link #WRITABLE} the first store faults. */
  static final long MAY_WRITE = 0x20;

  /** Page: the process may execute from it. */
  static final long EXEC = 0x40;

  /** Page: the real address. */
  static final long RA = -1L << MemoryMap.PAGE_SHIFT;

  /** Hashed: the page is in the table. */
  static final long IN_TABLE = 0x1;

  /** Hashed: under the secondary hash. */
  static final long SECONDARY = 0x2;

  private PteLayout() {}

  /** The belief that an entry is in {@code slot}. */
  static long hashed(long slot, boolean secondary) {
    return slot << 8 | (secondary ? SECONDARY : 0) | IN_TABLE;
  }

  /** The slot of a belief. */
  static long slot(long hashed) {
    return hashed >>> 8;
  }
}

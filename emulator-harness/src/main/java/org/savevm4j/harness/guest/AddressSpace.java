// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * What a process's address space looks like: 16 chunks of 16 pages, each chunk 1 MiB of effective
 * addresses. Their order is that of the page table.
 *
 * <pre>
 *   chunk  0 to  3   text     0x0010000000, from the cache
 *   chunk  4 to  7   data     0x0024800000
 *   chunk  8 to 14   mapped   0x7f00000000 and up, each in a segment of its own
 *   chunk 15         stack    0xfffff00000
 * </pre>
 */
final class AddressSpace {

  private static final int CHUNK_SHIFT = 4;

  /** Pages in a chunk. */
  static final int CHUNK = 1 << CHUNK_SHIFT;

  static final int TEXT = 0;
  static final int DATA = 4 * CHUNK;
  static final int MAPPINGS = 8 * CHUNK;
  static final int STACK = 15 * CHUNK;

  /** Entries in a page table. */
  static final int PTES = 16 * CHUNK;

  private static final long[] CHUNK_EA = new long[PTES / CHUNK];

  static {
    long chunkBytes = CHUNK * MemoryMap.PAGE;
    for (int i = 0; i < 4; i++) {
      CHUNK_EA[TEXT / CHUNK + i] = 0x10000000L + i * chunkBytes;
      CHUNK_EA[DATA / CHUNK + i] = 0x24800000L + i * chunkBytes;
    }
    for (int i = 0; i < 7; i++) {
      // at another offset in each segment, so that all bits of the page number see use
      CHUNK_EA[MAPPINGS / CHUNK + i] = 0x7f00000000L + ((long) i << 28) + i * 37L * chunkBytes;
    }
    CHUNK_EA[STACK / CHUNK] = 0xfffff00000L;
  }

  private AddressSpace() {}

  /** The effective address of a page table entry's page. */
  static long ea(int index) {
    return CHUNK_EA[index >>> CHUNK_SHIFT] + ((long) (index & CHUNK - 1) << MemoryMap.PAGE_SHIFT);
  }

  /** The page table entry of an effective address; -1 if no process has a page there. */
  static int index(long ea) {
    for (int chunk = 0; chunk < CHUNK_EA.length; chunk++) {
      long page = (ea - CHUNK_EA[chunk]) >>> MemoryMap.PAGE_SHIFT;
      if (page < CHUNK) {
        return chunk << CHUNK_SHIFT | (int) page;
      }
    }
    return -1;
  }
}

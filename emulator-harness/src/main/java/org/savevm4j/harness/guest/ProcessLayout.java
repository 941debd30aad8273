// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * A process and, right behind its record, its page table. Big-endian doublewords.
 *
 * <pre>
 *    0 context        of its address space; 0 says that the record is free
 *    8 writes         pages written so far; numbers the stamps, goes on when the record is reused
 *   16 file           the program: selects the text's pages in the cache
 *   64 page table     {@link AddressSpace#PTES} records of {@link PteLayout}
 * </pre>
 */
final class ProcessLayout {

  static final long CONTEXT = 0;
  static final long WRITES = 8;
  static final long FILE = 16;
  static final long PAGE_TABLE = 64;

  /** In bytes: two pages of the dirty map, shared with no other process. */
  static final long LENGTH = 8192;

  private ProcessLayout() {}
}

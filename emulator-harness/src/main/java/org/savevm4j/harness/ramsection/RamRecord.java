// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

/**
 * The be64 that begins every record: an address, a multiple of the page, and flags below it.
 *
 * <pre>
 *   63                                   12 11                      0
 *   +--------------------------------------+-------------------------+
 *   | offset in the block / total bytes    | flags                   |
 *   +--------------------------------------+-------------------------+
 *   then, unless CONTINUE: String8 block name
 *   then ZERO: one byte 0; PAGE: 4096 bytes; XBZRLE: one byte 1, be16 length, that many bytes
 *   MEM_SIZE: String8 name, be64 length, until the total is reached
 * </pre>
 */
public final class RamRecord {

  static final int PAGE_SHIFT = 12;

  /** Bytes of a page. */
  public static final int PAGE_BYTES = 1 << PAGE_SHIFT;

  static final int HEADER_BYTES = 8;

  /** A page of zeroes. */
  static final int ZERO = 0x02;

  /** The list of blocks, in START. */
  static final int MEM_SIZE = 0x04;

  /** A page as it is. */
  static final int PAGE = 0x08;

  /** The end of this payload. */
  static final int EOS = 0x10;

  /** The block is that of the record before. */
  static final int CONTINUE = 0x20;

  /** Changes of a page, see {@link Xbzrle}. */
  static final int XBZRLE = 0x40;

  private RamRecord() {}

  static int flags(long header) {
    return (int) header & (PAGE_BYTES - 1);
  }

  static long address(long header) {
    return header & -PAGE_BYTES;
  }

  /** What a flag that is not taken here stands for, for the error that refuses it. */
  static String nameOf(int flags) {
    return switch (flags & ~CONTINUE) {
      case 0x80 -> "RDMA hook";
      case 0x100 -> "compressed page";
      case 0x200 -> "multifd flush";
      default -> "unknown";
    };
  }
}

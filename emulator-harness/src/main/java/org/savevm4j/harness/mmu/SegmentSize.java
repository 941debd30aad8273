// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.jspecify.annotations.Nullable;

/** How much of the effective address space a segment is: field B of SLB words and of entries. */
public enum SegmentSize {
  /** 256 MiB. */
  MIB_256(28, 12, 0L),
  /** 1 TiB. */
  TIB_1(40, 24, 1L << 62);

  private final int shift;
  private final int vsidShift;
  private final long bits;

  SegmentSize(int shift, int vsidShift, long bits) {
    this.shift = shift;
    this.vsidShift = vsidShift;
    this.bits = bits;
  }

  /** The size that bits 63:62 of an SLB's vsid word or of doubleword 0 name; null if reserved. */
  public static @Nullable SegmentSize of(long word) {
    return switch ((int) (word >>> 62)) {
      case 0 -> MIB_256;
      case 1 -> TIB_1;
      default -> null;
    };
  }

  /** log2 of the bytes. */
  public int shift() {
    return shift;
  }

  /** Where the VSID begins in an SLB's vsid word and in the AVPN of doubleword 0. */
  public int vsidShift() {
    return vsidShift;
  }

  /** B in place, in bits 63:62. */
  public long bits() {
    return bits;
  }

  /** The part of an effective address within its segment, in bytes. */
  public long offset(long ea) {
    return ea & ((1L << shift) - 1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

/** Numbers that a guest and the hypervisor of a pSeries machine have agreed on. */
public final class Hcall {

  /** flags, ptex, avpn: answers the old entry. */
  public static final int H_REMOVE = 0x04;

  /** flags, ptex, dword 0, dword 1: answers the slot. */
  public static final int H_ENTER = 0x08;

  /** flags, ptex: answers one entry, or four. */
  public static final int H_READ = 0x0c;

  /** flags, ptex: answers doubleword 1 as it was before C was cleared. */
  public static final int H_CLEAR_MOD = 0x10;

  /** flags, ptex: answers doubleword 1 as it was before R was cleared. */
  public static final int H_CLEAR_REF = 0x14;

  /** flags, ptex, avpn. */
  public static final int H_PROTECT = 0x18;

  /** Four pairs of a request and an avpn: answers in the requests. */
  public static final int H_BULK_REMOVE = 0x124;

  /** flags, shift: has a table of another size made, or none for 0. */
  public static final int H_RESIZE_HPT_PREPARE = 0x36c;

  /**
   * flags, shift: switches to the table that was made. The table of before is gone if it worked.
   */
  public static final int H_RESIZE_HPT_COMMIT = 0x370;

  /** flags: see {@link RegisterProcessTable}. The table of before is gone if it worked. */
  public static final int H_REGISTER_PROC_TBL = 0x37c;

  public static final long H_SUCCESS = 0;
  public static final long H_BUSY = 1;
  public static final long H_CLOSED = 2;
  public static final long H_NOT_AVAILABLE = 3;

  /** In progress: to be asked again in about 100 ms. */
  public static final long H_LONG_BUSY_ORDER_100_MSEC = 9902;

  public static final long H_HARDWARE = -1;
  public static final long H_FUNCTION = -2;
  public static final long H_PARAMETER = -4;
  public static final long H_PTEG_FULL = -6;
  public static final long H_NOT_FOUND = -7;
  public static final long H_NO_MEM = -9;
  public static final long H_AUTHORITY = -10;
  public static final long H_RESOURCE = -16;

  /** Flag of H_ENTER: that slot, and not any of its group. */
  public static final long H_EXACT = flag(24);

  /** Flag of H_READ: four entries. */
  public static final long H_READ_4 = flag(26);

  /** Flag of H_REMOVE and H_PROTECT: only if B and AVPN of the entry are the third argument. */
  public static final long H_AVPN = flag(32);

  /** Flag of H_REMOVE: only if dword 0 has none of the third argument's bits. */
  public static final long H_ANDCOND = flag(33);

  /** Bits of a ptex that say which slot of its group it is. */
  static final long SLOT_OF_GROUP = 7;

  private Hcall() {}

  /** PAPR counts bits from the highest. */
  private static long flag(int bit) {
    return 1L << (63 - bit);
  }
}

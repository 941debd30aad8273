// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

/** What the model knows of single entries: page sizes, and where a hash leads to. */
final class EntryModel {

  /** L, size of base and of actual page as shifts, encoding. */
  private static final long[][] SIZES = {
    {0, 12, 12, 0},
    {4, 12, 16, 7},
    {4, 12, 24, 0x38},
    {4, 16, 16, 1},
    {4, 16, 24, 8},
    {4, 24, 24, 0},
    {4, 34, 34, 3}
  };

  private EntryModel() {}

  /** The group's number gives back the bits of the page's number that the AVPN lacks. */
  static long newSlot(long slot, long[] dwords, int newShift) {
    boolean large = dwords[0] >>> 62 == 1;
    long avpn = dwords[0] >>> 7 & 0x7f_ffff_ffff_ffffL;
    int avpnBits = large ? 17 : 5;
    long vsid = avpn >>> avpnBits;
    long scattered = large ? vsid ^ vsid << 25 : vsid;
    long inSegment = avpn & (1L << avpnBits) - 1;
    long baseShift = size(dwords[0], dwords[1])[1];
    boolean secondary = (dwords[0] & 2) != 0;
    long hash = secondary ? ~(slot / 8) : slot / 8;
    long page;
    if (baseShift > 23) {
      page = inSegment >>> baseShift - 23;
    } else {
      long low = (hash ^ scattered) & (1L << 23 - baseShift) - 1;
      page = inSegment << 23 - baseShift | low;
    }
    long newHash = secondary ? ~(scattered ^ page) : scattered ^ page;
    return (newHash & (1L << newShift - 7) - 1) * 8 + slot % 8;
  }

  static long[] size(long dword0, long dword1) {
    for (long[] size : SIZES) {
      long low = dword1 & (1L << size[2]) - 1 & 0x0ffffffffffff000L;
      if (size[0] == (dword0 & 4) && (size[0] == 0 || low == size[3] << 12)) {
        return size;
      }
    }
    return null;
  }
}

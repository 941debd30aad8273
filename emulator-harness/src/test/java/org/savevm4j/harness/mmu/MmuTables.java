// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/**
 * A table with two vCPUs on it, and ways to put entries there. Segment 0 of both is one of 256 MiB
 * with pages of 4 KiB.
 */
final class MmuTables implements AutoCloseable {

  static final long VSID = 0x1_2345L;

  /** Both relocations on, in supervisor state. */
  static final long MSR = HashMmu.MSR_DR | HashMmu.MSR_IR;

  HashPageTable table = fresh();
  DirtyMarks marks = table.tracking().open();
  final Invalidations invalidations = new Invalidations();
  final Slb slb = new Slb();
  final VcpuMmu mmu = new VcpuMmu(() -> table, slb, invalidations);
  final VcpuMmu other = new VcpuMmu(() -> table, slb, invalidations);

  MmuTables() {
    segment(0);
  }

  /** Makes segment 0 anew, with such bits as Ks. */
  void segment(long bits) {
    slb.set(
        0,
        Slb.esidWord(0, SegmentSize.MIB_256),
        Slb.vsidWord(VSID, SegmentSize.MIB_256, PageSize.BASE_4K, bits));
  }

  /** Maps a page of segment 0 in its primary group. */
  long map(long ea, long dword1) {
    return map(ea, dword1, 0);
  }

  long map(long ea, long dword1, int at) {
    long slot = at + HptHash.firstSlot(VSID ^ ea >>> 12, table.geometry());
    table.lock(slot);
    table.store(slot, dword0(ea), dword1);
    takeMarks(slot);
    return slot;
  }

  static long dword0(long ea) {
    return HptHash.avpn(VSID, ea, 12, SegmentSize.MIB_256) | Hpte.V_VALID;
  }

  /** Stores over an entry as a hypercall does. */
  void change(long slot, long dword0, long dword1) {
    table.lock(slot);
    invalidations.store(table, slot, dword0, dword1);
  }

  /** Takes the marks of a slot's word. */
  long takeMarks(long slot) {
    return marks.take(slot >>> 6);
  }

  static HashPageTable fresh() {
    return new HashPageTable(new HptGeometry(18), SparseArena.ofShared());
  }

  @Override
  public void close() {
    table.free();
  }
}

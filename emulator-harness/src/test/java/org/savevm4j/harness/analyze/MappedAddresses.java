// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.savevm4j.harness.mmu.HptHash;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/** The way back: from the entries of a stream's table, through CPU 0's segments, to addresses. */
public final class MappedAddresses {

  private static final long MSR_DR = 0x10;

  private MappedAddresses() {}

  /** Whether CPU 0 translates the addresses of its data. */
  public static boolean areTranslated(StreamContents contents) {
    CpuStates.Cpu cpu = contents.cpus().cpu(0);
    assertNotNull(cpu);
    return (cpu.msr() & MSR_DR) != 0;
  }

  /** First effective addresses of all pages that the SLB reaches, with the slot of each. */
  public static Map<Long, Long> of(StreamContents contents) {
    CpuStates.Cpu cpu = contents.cpus().cpu(0);
    HashPageTable table = contents.table().table();
    assertNotNull(cpu);
    assertNotNull(table);
    contents.table().unlock();
    Map<Long, Long> slots = new TreeMap<>(Long::compareUnsigned);
    for (long slot = 0; slot < table.geometry().slots(); slot++) {
      long dword0 = table.dword0(slot);
      for (int i = 0; (dword0 & Hpte.V_VALID) != 0 && i < Slb.IN_USE; i++) {
        put(slots, cpu.slb(), i, slot, dword0, table.dword1(slot));
      }
    }
    return slots;
  }

  /** Where in RAM these bytes are, or -1. */
  public static long find(StreamContents contents, byte[] wanted) {
    MemorySegment ram = contents.ram().block(RamSection.MAIN_BLOCK);
    assertNotNull(ram);
    ByteBuffer bytes = ram.asByteBuffer();
    ByteBuffer sought = ByteBuffer.wrap(wanted);
    for (int at = 0; at + wanted.length <= bytes.capacity(); at++) {
      if (bytes.get(at) == wanted[0] && bytes.slice(at, wanted.length).equals(sought)) {
        return at;
      }
    }
    return -1;
  }

  private static void put(
      Map<Long, Long> slots, Slb slb, int index, long slot, long dword0, long dword1) {
    long vsidWord = slb.vsid(index);
    SegmentSize segment = SegmentSize.of(vsidWord);
    int baseShift = PageSize.baseShift(vsidWord);
    if ((slb.esid(index) & Slb.ESID_V) == 0
        || segment == null
        || segment != SegmentSize.of(dword0)
        || baseShift < 0
        || PageSize.inSegment(vsidWord, dword0, dword1) == null
        || HptHash.vsid(dword0, segment) != Slb.vsid(vsidWord, segment)) {
      return;
    }
    long page = HptHash.pageNumber(dword0, slot, baseShift, segment);
    long start = slb.esid(index) >>> segment.shift() << segment.shift();
    slots.put(start | page << baseShift, slot);
  }
}

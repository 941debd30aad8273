// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.mmu.HashMmu;
import org.savevm4j.harness.mmu.SegmentMiss;
import org.savevm4j.harness.mmu.Translation;
import org.savevm4j.harness.mmu.TranslationResult;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.hpt.HashPageTable;

/**
 * An effective address of a guest, looked up in its stream as its MMU would.
 *
 * @param mapping where it leads
 * @param bytes memory from there on, as far as the page goes; none outside RAM
 */
public record StreamTranslation(Translation mapping, byte[] bytes) {

  /**
   * Looks up {@code ea} by the registers of one CPU.
   *
   * @param cpu instance id of its section
   * @param length bytes of memory that are wanted, 0 or more
   * @throws UnmappedException if the stream lacks what a translation needs, or nothing is mapped
   *     there
   */
  public static StreamTranslation of(StreamContents contents, long cpu, long ea, int length)
      throws UnmappedException {
    StreamAnalysis.Fault fault = contents.fault();
    if (fault != null) {
      throw new UnmappedException(
          "the stream is broken: "
              + (fault.section() == null ? "" : "section " + fault.section() + ", ")
              + "offset "
              + fault.offset()
              + ": "
              + fault.reason());
    }
    CpuStates.Cpu state = contents.cpus().cpu(cpu);
    if (state == null) {
      throw new UnmappedException(
          "the stream has no state of CPU "
              + cpu
              + "; it has "
              + contents.cpus().instances()
              + "; a whole stream, such as migrate file:PATH writes, has all");
    }
    HashPageTable table = contents.table().table();
    if (table == null) {
      throw new UnmappedException("the guest has no hashed page table");
    }
    contents.table().unlock();
    TranslationResult result = HashMmu.translate(table, state.slb(), state.msr(), ea);
    if (result instanceof Translation mapping) {
      MemorySegment ram = contents.ram().block(RamSection.MAIN_BLOCK);
      return new StreamTranslation(mapping, read(ram, mapping, length));
    }
    throw new UnmappedException(
        "0x%x is not mapped: %s"
            .formatted(
                ea,
                result instanceof SegmentMiss
                    ? "no segment in the SLB holds it"
                    : "no entry in its two groups matches"));
  }

  private static byte[] read(@Nullable MemorySegment ram, Translation mapping, int length) {
    if (ram == null || mapping.ra() < 0 || mapping.ra() >= ram.byteSize()) {
      return new byte[0];
    }
    long inPage =
        mapping.pageShift() == 0
            ? length
            : (1L << mapping.pageShift()) - (mapping.ra() & (1L << mapping.pageShift()) - 1);
    long bytes = Math.min(Math.min(length, inPage), ram.byteSize() - mapping.ra());
    return ram.asSlice(mapping.ra(), bytes).toArray(ValueLayout.JAVA_BYTE);
  }
}

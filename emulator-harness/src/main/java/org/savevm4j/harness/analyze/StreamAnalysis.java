// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream holds, as far as it could be read.
 *
 * @param fault the first fault, or null
 * @param machine the machine type that wrote it, or null if not even that could be read
 * @param version of the stream, 3
 * @param vmdesc whether it ends with a VMDESC
 * @param sections in the order of their first appearance
 * @param htab the page table, or null if the stream has no section for it
 * @param ram the blocks that section ram named, in their order
 * @param devices sections that were sent whole, with their fields
 */
public record StreamAnalysis(
    @Nullable Fault fault,
    @Nullable String machine,
    int version,
    boolean vmdesc,
    List<SectionInfo> sections,
    @Nullable HtabInfo htab,
    List<RamInfo> ram,
    DeviceTree devices) {

  public StreamAnalysis {
    sections = List.copyOf(sections);
    ram = List.copyOf(ram);
  }

  /**
   * Why reading stopped.
   *
   * @param section which section, or null: between sections
   * @param offset in bytes from the start of the stream
   * @param around the bytes there, fewer where the stream ends; null if a pipe's are gone
   */
  public record Fault(
      @Nullable String section, long offset, String reason, @Nullable StreamExcerpt around) {}

  /**
   * One section.
   *
   * @param id the stream's number for it, unsigned 32 bits
   * @param instance unsigned 32 bits
   * @param kind "start" of a live section, "full" of a device
   * @param bytes of all its payloads, without headers and footers
   */
  public record SectionInfo(
      long id, String name, long instance, long version, String kind, long bytes) {}

  /**
   * The page table as it was rebuilt, and what it took; the counts are over the whole stream.
   *
   * @param shift log2 of its bytes, or null: the guest had none at the end
   * @param valid slots with V = 1
   * @param bolted of those, the ones with the bolted bit
   * @param sha256 of the table in guest byte order, exactly as received; hexadecimal; empty without
   *     a table, null if the table is too large for a stream of this length
   */
  public record HtabInfo(
      @Nullable Integer shift,
      long records,
      long validSent,
      long invalidSent,
      long endMarkers,
      long valid,
      long bolted,
      @Nullable String sha256) {}

  /**
   * One block of RAM; pages that were not sent are zero.
   *
   * @param sha256 of the whole block, hexadecimal; null if the block is too large for a stream of
   *     this length
   */
  public record RamInfo(String block, long bytes, @Nullable String sha256) {}
}

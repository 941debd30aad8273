// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.StateOutput;

/**
 * Gathers the records of an iteration and puts them in blocks, each as full as it gets. Owned by
 * the migration thread; keeps 256 KiB off heap beside what {@link BlockPacker} keeps.
 *
 * <p>A block ends where the next record does not fit, where the records begin anew from a lower
 * slot, and with the iteration. A record too long for any block is told as several.
 */
public final class PackedWriter {

  private final BlockPacker packer;
  private final MemorySegment gathered =
      Arena.ofAuto().allocate(PackedBlock.MAX_RECORD_BYTES, Long.BYTES);
  private long used;
  private long end;

  /**
   * @param codec stays the caller's, who closes it
   */
  public PackedWriter(BlockCodec codec) {
    this.packer = new BlockPacker(codec);
  }

  /**
   * Takes records.
   *
   * @param records whole ones of the classic format, none of them the end marker
   * @param from first byte of them
   * @param bytes of them
   * @throws IllegalArgumentException if they are not such records
   */
  public void put(StateOutput out, MemorySegment records, long from, long bytes)
      throws IOException {
    for (long done = 0; done < bytes; ) {
      long header = bytes - done < Long.BYTES ? 0 : records.get(BigEndian.BE64, from + done);
      if (header == 0 || RecordRun.bytes(header) > bytes - done) {
        throw new IllegalArgumentException(
            "byte " + done + " of " + bytes + " begins no whole record");
      }
      split(out, header, records, from + done + HtabRecord.HEADER_BYTES);
      done += RecordRun.bytes(header);
    }
  }

  /** Puts what is gathered, and the end of the iteration. */
  public void end(StateOutput out) throws IOException {
    putBlock(out);
    out.putBe64(0);
  }

  private void split(StateOutput out, long header, MemorySegment records, long entries)
      throws IOException {
    long index = RecordRun.index(header);
    int valid = RecordRun.valid(header);
    long at = entries;
    for (; valid > PackedBlock.MAX_ENTRIES; valid -= PackedBlock.MAX_ENTRIES) {
      gather(out, RecordRun.header(index, PackedBlock.MAX_ENTRIES, 0), records, at);
      index += PackedBlock.MAX_ENTRIES;
      at += (long) PackedBlock.MAX_ENTRIES * HtabRecord.ENTRY_BYTES;
    }
    gather(out, RecordRun.header(index, valid, RecordRun.invalid(header)), records, at);
  }

  private void gather(StateOutput out, long header, MemorySegment records, long entries)
      throws IOException {
    long bytes = RecordRun.bytes(header);
    if (used + bytes > PackedBlock.MAX_RECORD_BYTES || RecordRun.index(header) < end) {
      putBlock(out);
    }
    gathered.set(BigEndian.BE64, used, header);
    MemorySegment.copy(
        records,
        entries,
        gathered,
        used + HtabRecord.HEADER_BYTES,
        bytes - HtabRecord.HEADER_BYTES);
    used += bytes;
    end = RecordRun.end(header);
  }

  private void putBlock(StateOutput out) throws IOException {
    if (used > 0) {
      int bytes = packer.pack(gathered, 0, used);
      used = 0;
      end = 0;
      out.put(packer.block(), 0, bytes);
    }
  }
}

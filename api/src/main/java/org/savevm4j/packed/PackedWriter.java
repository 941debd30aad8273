// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.StateOutput;

/**
 * Gathers the records of an iteration and puts them in blocks, each as full as it gets. Owned by
 * the migration thread; keeps 256 KiB off heap beside what {@link BlockPacker} keeps.
 *
 * <p>A block ends where the next record does not fit, where the records begin anew from a lower
 * slot, and with the iteration. A record too long for any block is told as several.
 */
public final class PackedWriter implements RecordTarget {

  private final BlockPacker packer;
  private final MemorySegment gathered =
      Arena.ofAuto().allocate(PackedBlock.MAX_RECORD_BYTES, Long.BYTES);
  private @Nullable StateOutput out;
  private long used;
  private long end;

  /**
   * Takes memory for one block, which closing it frees.
   *
   * @param codec stays the caller's, who closes it
   */
  public PackedWriter(BlockCodec codec) {
    this.packer = new BlockPacker(codec);
  }

  /**
   * Begins an iteration that goes to {@code target}. What the last one left behind is dropped.
   *
   * @param target receives blocks, fields big-endian
   */
  public void begin(StateOutput target) {
    out = target;
    used = 0;
    end = 0;
  }

  /**
   * Takes records of the iteration.
   *
   * @throws IllegalArgumentException if they are not whole, or one is the end marker
   */
  @Override
  public void put(MemorySegment records, long from, long bytes) throws IOException {
    for (long done = 0; done < bytes; ) {
      long left = bytes - done;
      HtabRecord record =
          HtabRecord.decode(left < Long.BYTES ? 0 : records.get(BigEndian.BE64, from + done));
      if (record.isEndMarker() || record.bytes() > left) {
        throw new IllegalArgumentException(
            "byte " + done + " of " + bytes + " begins no whole record");
      }
      split(record, records, from + done + HtabRecord.HEADER_BYTES);
      done += record.bytes();
    }
  }

  /** Bytes put to the stream; of those that are gathered, at most a block, none. */
  @Override
  public long position() {
    return target().position();
  }

  /**
   * Puts what is gathered, and the end of the iteration.
   *
   * @throws IOException if the target fails
   */
  public void end() throws IOException {
    putBlock();
    target().putBe64(0);
    out = null;
  }

  private void split(HtabRecord record, MemorySegment records, long entries) throws IOException {
    HtabRecord rest = record;
    long at = entries;
    while (rest.valid() > PackedBlock.MAX_ENTRIES) {
      HtabRecord piece = new HtabRecord(rest.index(), PackedBlock.MAX_ENTRIES, 0);
      gather(piece, records, at);
      rest = new HtabRecord(piece.end(), rest.valid() - piece.valid(), rest.invalid());
      at += (long) piece.valid() * HtabRecord.ENTRY_BYTES;
    }
    gather(rest, records, at);
  }

  private void gather(HtabRecord record, MemorySegment records, long entries) throws IOException {
    if (record.index() >>> Integer.SIZE != 0) {
      throw new IllegalArgumentException(
          "a record of slot " + record.index() + ", the last is 4294967295");
    }
    if (used + record.bytes() > PackedBlock.MAX_RECORD_BYTES || record.index() < end) {
      putBlock();
    }
    gathered.set(
        BigEndian.BE64, used, HtabRecord.encode(record.index(), record.valid(), record.invalid()));
    used += HtabRecord.HEADER_BYTES;
    long bytes = (long) record.valid() * HtabRecord.ENTRY_BYTES;
    MemorySegment.copy(records, entries, gathered, used, bytes);
    used += bytes;
    end = record.end();
  }

  private void putBlock() throws IOException {
    if (used > 0) {
      int bytes = packer.pack(gathered, 0, used);
      used = 0;
      end = 0;
      target().put(packer.block(), 0, bytes);
    }
  }

  private StateOutput target() {
    if (out == null) {
      throw new IllegalStateException("no iteration has begun");
    }
    return out;
  }
}

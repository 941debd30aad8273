// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;
import org.savevm4j.channel.FreshTable;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.RefusedRecordException;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.EntryInput;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.MalformedStreamException;

/**
 * Gathers records and writes them to a fresh table. A record that is longer than what is left of
 * the buffer goes as several.
 */
final class ChannelStage implements HtabStage {

  private static final int BUFFER_BYTES = 64 << 10;

  private final FreshTable table;
  private final HtabChannel channel;

  /** Ends with the stage: a stream that names many shifts has many stages, one after another. */
  private final Arena life = Arena.ofShared();

  private final MemorySegment gathered = life.allocate(BUFFER_BYTES, Long.BYTES);
  private final ByteBuffer buffer = gathered.asByteBuffer();
  private int used;
  private LapFigures figures = LapFigures.NONE;

  /** Where each gathered record begins here, and where it began in the stream. */
  private final int[] begins = new int[BUFFER_BYTES / HtabRecord.HEADER_BYTES];

  private final long[] offsets = new long[begins.length];
  private int count;

  private ChannelStage(FreshTable table, HtabChannel channel) {
    this.table = table;
    this.channel = channel;
  }

  /** Takes the table over if it succeeds. */
  static ChannelStage open(FreshTable table) throws IOException {
    return new ChannelStage(table, table.open(HtabChannel.WRITE));
  }

  @Override
  public HptGeometry geometry() {
    return table.geometry();
  }

  @Override
  public void apply(HtabRecord record, long offset, EntryInput entries) throws IOException {
    record.check(offset, table.geometry().slots());
    figures = figures.plus(new LapFigures(0, 1, record.valid(), record.invalid()));
    HtabRecord rest = record;
    do {
      int room = (BUFFER_BYTES - used - HtabRecord.HEADER_BYTES) / HtabRecord.ENTRY_BYTES;
      int valid = Math.min(room, rest.valid());
      if (room <= 0) {
        flush();
      } else if (valid < rest.valid()) {
        gather(new HtabRecord(rest.index(), valid, 0), offset, entries);
        rest = new HtabRecord(rest.index() + valid, rest.valid() - valid, rest.invalid());
      } else {
        gather(rest, offset, entries);
        return;
      }
    } while (true);
  }

  @Override
  public long applyAll(MemorySegment from, long begin, long end, long offset, boolean inStream)
      throws IOException {
    long at = begin;
    while (end - at >= HtabRecord.HEADER_BYTES) {
      HtabRecord record = HtabRecord.get(from, at, ByteOrder.BIG_ENDIAN);
      if (record.isEndMarker() || record.bytes() > end - at) {
        break;
      }
      long[] entry = {at + HtabRecord.HEADER_BYTES};
      apply(
          record,
          inStream ? offset + at - begin : offset,
          (target, to, length) -> {
            MemorySegment.copy(from, entry[0], target, to, length);
            entry[0] += length;
          });
      at += record.bytes();
    }
    return at - begin;
  }

  @Override
  public void keepDigest() {
    // what was written to a channel cannot be read apart from it
  }

  @Override
  public OptionalLong digest() {
    return OptionalLong.empty();
  }

  @Override
  public LapFigures figures() {
    return figures;
  }

  /**
   * {@inheritDoc}
   *
   * @throws MalformedStreamException if the channel refuses a record, with the record's offset in
   *     the stream
   * @throws IOException if the channel fails, with that offset too
   */
  @Override
  public void flush() throws IOException {
    buffer.position(0).limit(used);
    try {
      while (buffer.hasRemaining() && channel.write(buffer) > 0) {
        // goes on with what a short write left
      }
    } catch (RefusedRecordException refused) {
      throw malformed(streamOffset(), refused);
    } catch (IOException failed) {
      throw new IOException("offset " + streamOffset() + ": " + failed.getMessage(), failed);
    }
    if (buffer.hasRemaining()) {
      throw new IOException(
          "offset " + streamOffset() + ": the HTAB channel does not take a whole record");
    }
    used = 0;
    count = 0;
  }

  @Override
  public void discard() {
    life.close();
    channel.close();
    table.discard();
  }

  /** The table, filled, with no channel on it. */
  FreshTable handOver() {
    life.close();
    channel.close();
    return table;
  }

  private void gather(HtabRecord record, long offset, EntryInput entries) throws IOException {
    entries.get(
        gathered,
        used + (long) HtabRecord.HEADER_BYTES,
        (long) record.valid() * HtabRecord.ENTRY_BYTES);
    record.put(gathered, used, channel.headerOrder());
    begins[count] = used;
    offsets[count++] = offset;
    used += record.bytes();
  }

  private static MalformedStreamException malformed(long at, RefusedRecordException refused) {
    HtabRecord record = refused.record();
    String value =
        "index %d + n_valid %d + n_invalid %d: %s"
            .formatted(record.index(), record.valid(), record.invalid(), refused.fault());
    MalformedStreamException malformed =
        new MalformedStreamException(at, "record", value, refused.bound());
    malformed.initCause(refused);
    return malformed;
  }

  /** Where the record that the buffer stands at began in the stream. */
  private long streamOffset() {
    int at = Arrays.binarySearch(begins, 0, count, buffer.position());
    return offsets[at < 0 ? -at - 2 : at];
  }
}

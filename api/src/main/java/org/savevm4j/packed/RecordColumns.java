// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.MalformedStreamException;

/**
 * The records of a block turned by 90 degrees, so that like stands beside like. As many bytes as
 * the records.
 *
 * <pre>
 *   8 planes of n bytes      n headers: be32 gap, be16 n_valid, be16 n_invalid
 *   m doublewords            dword0 of the entries of all records, as {@link EntryPrediction}
 *   m doublewords            dword1, tells them
 * </pre>
 *
 * <p>The gap is a record's index less the end of its predecessor, 0 before the first. The first
 * plane holds the first byte of every header, the second the second, and so on. Where a block says
 * so the doublewords are in planes too: 8 planes of m bytes for dword0, then 8 for dword1.
 */
final class RecordColumns {

  private static final int HEADER = HtabRecord.HEADER_BYTES;
  private static final int ENTRY = HtabRecord.ENTRY_BYTES;
  private static final int TOP = 56;

  private final int records;
  private final int entries;

  /**
   * @param records number of records
   * @param bytes of these records
   */
  RecordColumns(int records, int bytes) {
    this.records = records;
    this.entries = (bytes - records * HEADER) / ENTRY;
  }

  /** Turns records, which are whole and ascend. */
  void turn(MemorySegment source, long from, MemorySegment columns) {
    EntryPrediction expected = new EntryPrediction();
    long dwords0 = (long) records * HEADER;
    long dwords1 = dwords0 + (long) entries * Long.BYTES;
    long at = from;
    long end = 0;
    for (int number = 0; number < records; number++) {
      long header = source.get(BigEndian.BE64, at);
      HtabRecord record = HtabRecord.decode(header);
      long slot = record.index();
      putPlanes(columns, 0, records, number, header - (end << 32));
      at += HEADER;
      for (int left = record.valid(); left > 0; left--) {
        long dword0 = source.get(BigEndian.BE64, at);
        long dword1 = source.get(BigEndian.BE64, at + Long.BYTES);
        columns.set(BigEndian.BE64, dwords0, expected.tell0(slot, dword0));
        columns.set(BigEndian.BE64, dwords1, expected.tell1(slot, dword0, dword1));
        at += ENTRY;
        dwords0 += Long.BYTES;
        dwords1 += Long.BYTES;
        slot++;
      }
      end = record.end();
    }
  }

  /**
   * Turns columns back.
   *
   * @param offset where the block begins in the stream, in bytes
   * @throws MalformedStreamException if these are not columns of so many records and entries; what
   *     is written to {@code target} until then stays within their bytes
   */
  void turnBack(MemorySegment columns, MemorySegment target, long offset)
      throws MalformedStreamException {
    EntryPrediction expected = new EntryPrediction();
    long dwords0 = (long) records * HEADER;
    long dwords1 = dwords0 + (long) entries * Long.BYTES;
    int entriesLeft = entries;
    long at = 0;
    long end = 0;
    for (int number = 0; number < records; number++) {
      long told = planes(columns, 0, records, number);
      long slot = (told >>> 32) + end;
      HtabRecord record = HtabRecord.decode(slot << 32 | told & 0xffffffffL);
      entriesLeft -= record.valid();
      if (entriesLeft < 0) {
        throw new MalformedStreamException(
            offset, "entries in block", "more", entries + " by the block's header");
      }
      if (slot >>> 32 != 0) {
        throw new MalformedStreamException(
            offset,
            "index of record " + number + " of block",
            Long.toString(slot),
            "below 4294967296");
      }
      target.set(BigEndian.BE64, at, slot << 32 | told & 0xffffffffL);
      at += HEADER;
      for (int left = record.valid(); left > 0; left--) {
        long dword0 = expected.dword0(slot, columns.get(BigEndian.BE64, dwords0));
        long dword1 = expected.dword1(slot, dword0, columns.get(BigEndian.BE64, dwords1));
        target.set(BigEndian.BE64, at, dword0);
        target.set(BigEndian.BE64, at + Long.BYTES, dword1);
        at += ENTRY;
        dwords0 += Long.BYTES;
        dwords1 += Long.BYTES;
        slot++;
      }
      end = record.end();
    }
    if (entriesLeft != 0) {
      throw new MalformedStreamException(
          offset,
          "entries in block",
          Integer.toString(entries - entriesLeft),
          entries + " by the block's header");
    }
  }

  /** Splits the doublewords of columns into planes. */
  void split(MemorySegment columns, MemorySegment target) {
    long from = (long) records * HEADER;
    long half = (long) entries * Long.BYTES;
    MemorySegment.copy(columns, 0, target, 0, from);
    for (int entry = 0; entry < entries; entry++) {
      long at = from + (long) entry * Long.BYTES;
      putPlanes(target, from, entries, entry, columns.get(BigEndian.BE64, at));
      putPlanes(target, from + half, entries, entry, columns.get(BigEndian.BE64, at + half));
    }
  }

  /** Joins the planes of doublewords. */
  void join(MemorySegment split, MemorySegment target) {
    long from = (long) records * HEADER;
    long half = (long) entries * Long.BYTES;
    MemorySegment.copy(split, 0, target, 0, from);
    for (int entry = 0; entry < entries; entry++) {
      long at = from + (long) entry * Long.BYTES;
      target.set(BigEndian.BE64, at, planes(split, from, entries, entry));
      target.set(BigEndian.BE64, at + half, planes(split, from + half, entries, entry));
    }
  }

  private static void putPlanes(MemorySegment to, long from, int count, int which, long value) {
    long at = from + which;
    for (int shift = TOP; shift >= 0; shift -= Byte.SIZE) {
      to.set(ValueLayout.JAVA_BYTE, at, (byte) (value >>> shift));
      at += count;
    }
  }

  private static long planes(MemorySegment in, long from, int count, int which) {
    long value = 0;
    long at = from + which;
    for (int plane = 0; plane < Long.BYTES; plane++) {
      value = value << Byte.SIZE | in.get(ValueLayout.JAVA_BYTE, at) & 0xff;
      at += count;
    }
    return value;
  }
}

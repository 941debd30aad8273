// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.lang.foreign.MemorySegment;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.MalformedStreamException;

/** Records of the classic format one after another, as a block may hold them. */
final class RecordRun {

  private RecordRun() {}

  /** The big-endian doubleword of a header. */
  static long header(long index, int valid, int invalid) {
    if (index >>> 32 != 0) {
      throw new IllegalArgumentException("a record of slot " + index + ", the last is 4294967295");
    }
    return index << 32 | (long) valid << 16 | invalid;
  }

  /** The index of a record whose header stands in a big-endian doubleword. */
  static long index(long header) {
    return header >>> 32;
  }

  static int valid(long header) {
    return (int) (header >>> 16) & HtabRecord.MAX_RUN;
  }

  static int invalid(long header) {
    return (int) header & HtabRecord.MAX_RUN;
  }

  /** The slot after the last one of which a record tells. */
  static long end(long header) {
    return index(header) + valid(header) + invalid(header);
  }

  /** Bytes of a record, header and entries. */
  static long bytes(long header) {
    return HtabRecord.HEADER_BYTES + (long) valid(header) * HtabRecord.ENTRY_BYTES;
  }

  /**
   * Checks that records are whole, ascend, and are no end markers.
   *
   * @param offset where the block begins in the stream, in bytes
   * @return how many there are
   */
  static int check(MemorySegment records, long from, long bytes, long offset)
      throws MalformedStreamException {
    int count = 0;
    long end = 0;
    for (long left = bytes; left > 0; count++) {
      if (left < HtabRecord.HEADER_BYTES) {
        throw cut(offset, count, left, HtabRecord.HEADER_BYTES);
      }
      long header = records.get(BigEndian.BE64, from + bytes - left);
      if (bytes(header) > left) {
        throw cut(offset, count, left, bytes(header));
      }
      if (header == 0) {
        throw new MalformedStreamException(
            offset, "record " + count + " of block", "the end marker", "a record");
      }
      if (index(header) < end) {
        throw new MalformedStreamException(
            offset,
            "index of record " + count + " of block",
            Long.toString(index(header)),
            "at least " + end + ", the end of the record before");
      }
      end = end(header);
      left -= bytes(header);
    }
    return count;
  }

  private static MalformedStreamException cut(long offset, int record, long left, long bytes) {
    return new MalformedStreamException(
        offset,
        "record " + record + " of block",
        "cut after " + left + " bytes",
        "all of its " + bytes + " bytes");
  }
}

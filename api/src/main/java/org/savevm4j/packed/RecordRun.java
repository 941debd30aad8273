// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.lang.foreign.MemorySegment;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.MalformedStreamException;

/** Records of the classic format one after another, as a block may hold them. */
final class RecordRun {

  private RecordRun() {}

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
      HtabRecord record = HtabRecord.decode(records.get(BigEndian.BE64, from + bytes - left));
      if (record.bytes() > left) {
        throw cut(offset, count, left, record.bytes());
      }
      if (record.isEndMarker()) {
        throw new MalformedStreamException(
            offset, "record " + count + " of block", "the end marker", "a record");
      }
      if (record.index() < end) {
        throw new MalformedStreamException(
            offset,
            "index of record " + count + " of block",
            Long.toString(record.index()),
            "at least " + end + ", the end of the record before");
      }
      end = record.end();
      left -= record.bytes();
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

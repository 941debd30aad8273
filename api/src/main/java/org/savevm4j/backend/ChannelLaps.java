// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.savevm4j.htab.HtabRecord;

/** Checks the records that a channel gives, makes them a stream's, and follows its laps. */
final class ChannelLaps {

  private final ByteOrder headerOrder;
  private final long slots;

  /** The slot after the last one that the lap told. */
  private long cursor;

  private long laps;
  private long records;
  private long validSlots;
  private long invalidSlots;

  ChannelLaps(ByteOrder headerOrder, long slots) {
    this.headerOrder = headerOrder;
    this.slots = slots;
  }

  /**
   * Gives the headers of what one read gave the byte order of streams, in place.
   *
   * @throws IOException if these are not whole records of the table, such as would break the stream
   */
  void toStream(MemorySegment read, long bytes) throws IOException {
    for (long at = 0; at < bytes; ) {
      long left = bytes - at;
      if (left < HtabRecord.HEADER_BYTES) {
        throw new IOException(
            "the HTAB channel gave " + left + " bytes of a header at byte " + at + " of a read");
      }
      HtabRecord record = HtabRecord.get(read, at, headerOrder);
      check(record, at, left);
      record.put(read, at, ByteOrder.BIG_ENDIAN);
      if (record.index() < cursor) {
        laps++;
      }
      cursor = record.end();
      records++;
      validSlots += record.valid();
      invalidSlots += record.invalid();
      at += record.bytes();
    }
  }

  /** The lap has reached the table's end. */
  void end() {
    laps++;
    cursor = 0;
  }

  LapFigures figures() {
    return new LapFigures(laps, records, validSlots, invalidSlots);
  }

  private void check(HtabRecord record, long at, long left) throws IOException {
    String fault =
        record.bytes() > left
            ? "has " + left + " bytes of its " + record.bytes()
            : record.end() > slots
                ? "goes beyond the table's " + slots + " slots"
                : record.valid() + record.invalid() == 0 ? "tells nothing" : null;
    if (fault != null) {
      throw new IOException(
          "the HTAB channel gave a record at byte "
              + at
              + " of a read that "
              + fault
              + ": index "
              + record.index()
              + " + n_valid "
              + record.valid()
              + " + n_invalid "
              + record.invalid());
    }
  }
}

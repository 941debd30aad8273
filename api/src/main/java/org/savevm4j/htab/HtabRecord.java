// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/**
 * The header of a record, followed by {@code valid} entries of 16 bytes.
 *
 * <pre>
 *   0              4          6          8
 *   +--------------+----------+----------+--------------------------+
 *   | be32 index   | be16     | be16     | entries of 16 bytes      |
 *   |              | n_valid  | n_invalid| as they stand in memory  |
 *   +--------------+----------+----------+--------------------------+
 * </pre>
 *
 * <p>Slots {@code index} to {@code index + valid - 1} get the entries; the {@code invalid} slots
 * after them are zeroed.
 *
 * @param index slot number, unsigned 32 bits
 * @param valid 0 to 65535
 * @param invalid 0 to 65535
 */
public record HtabRecord(long index, int valid, int invalid) {

  /** Bytes of a header. */
  public static final int HEADER_BYTES = 8;

  /** Bytes of an entry. */
  public static final int ENTRY_BYTES = 16;

  /** The longest run of either kind in one record. */
  public static final int MAX_RUN = 0xffff;

  /** Bytes of the longest record. */
  public static final int MAX_BYTES = HEADER_BYTES + MAX_RUN * ENTRY_BYTES;

  private static final ValueLayout.OfLong LITTLE =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Gets a header, 8 bytes. */
  public static HtabRecord get(StateInput in) throws IOException {
    return decode(in.getBe64());
  }

  /** Gets a header from memory, its fields in that byte order. */
  public static HtabRecord get(MemorySegment from, long at, ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN
        ? decode(from.get(BigEndian.BE64, at))
        : decodeLittleEndian(from.get(LITTLE, at));
  }

  /** Puts the header into memory, its fields in that byte order. */
  public void put(MemorySegment into, long at, ByteOrder order) {
    if (order == ByteOrder.BIG_ENDIAN) {
      into.set(BigEndian.BE64, at, encode(index, valid, invalid));
    } else {
      into.set(LITTLE, at, encodeLittleEndian(index, valid, invalid));
    }
  }

  /** The header that stands in a big-endian doubleword. */
  public static HtabRecord decode(long header) {
    return new HtabRecord(header >>> 32, (int) (header >>> 16) & MAX_RUN, (int) header & MAX_RUN);
  }

  /** A header as a big-endian doubleword. */
  public static long encode(long index, int valid, int invalid) {
    return index << 32 | (long) valid << 16 | invalid;
  }

  /** A header as a little-endian doubleword: the fields in the same places, each little-endian. */
  static long encodeLittleEndian(long index, int valid, int invalid) {
    return index | (long) valid << 32 | (long) invalid << 48;
  }

  /** The header that stands in a little-endian doubleword. */
  static HtabRecord decodeLittleEndian(long header) {
    return new HtabRecord(
        header & 0xffffffffL, (int) (header >>> 32) & MAX_RUN, (int) (header >>> 48));
  }

  /** Bytes of the record, header and entries. */
  public int bytes() {
    return HEADER_BYTES + valid * ENTRY_BYTES;
  }

  /** The slot after the last one of which the record tells; 33 bits. */
  public long end() {
    return index + valid + invalid;
  }

  /** Whether all is zero: on a migration stream, the end of an iteration. */
  public boolean isEndMarker() {
    return index == 0 && valid == 0 && invalid == 0;
  }

  /**
   * Checks that the record stays inside a table, in 64 bits.
   *
   * @param offset where the header begins in the stream, in bytes
   * @param slots number of slots of the table
   */
  public void check(long offset, long slots) throws MalformedStreamException {
    if (end() > slots) {
      throw new MalformedStreamException(
          offset,
          "record",
          "index " + index + " + n_valid " + valid + " + n_invalid " + invalid,
          "at most the table's " + slots + " slots");
    }
  }
}

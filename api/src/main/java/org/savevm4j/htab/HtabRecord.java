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

  /**
   * Gets a header, 8 bytes.
   *
   * @param in stands where the header begins
   * @return the header
   * @throws IOException if the stream fails or ends before
   */
  public static HtabRecord get(StateInput in) throws IOException {
    return decode(in.getBe64());
  }

  /**
   * Gets a header from memory, its fields in that byte order.
   *
   * @param from holds the header
   * @param at where it begins, in bytes
   * @param order of the three fields
   * @return the header
   */
  public static HtabRecord get(MemorySegment from, long at, ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN
        ? decode(from.get(BigEndian.BE64, at))
        : decodeLittleEndian(from.get(LITTLE, at));
  }

  /**
   * Puts the header into memory, its fields in that byte order.
   *
   * @param into receives 8 bytes
   * @param at where they begin, in bytes
   * @param order of the three fields
   */
  public void put(MemorySegment into, long at, ByteOrder order) {
    if (order == ByteOrder.BIG_ENDIAN) {
      into.set(BigEndian.BE64, at, encode(index, valid, invalid));
    } else {
      into.set(LITTLE, at, encodeLittleEndian(index, valid, invalid));
    }
  }

  /**
   * {@return the header that stands in a big-endian doubleword}
   *
   * @param header index in its high 32 bits, then valid and invalid, 16 bits each
   */
  public static HtabRecord decode(long header) {
    return new HtabRecord(header >>> 32, (int) (header >>> 16) & MAX_RUN, (int) header & MAX_RUN);
  }

  /**
   * {@return a header as a big-endian doubleword}
   *
   * @param index unsigned 32 bits: the first slot that the record tells of
   * @param valid number of entries, 0 to 65535
   * @param invalid number of empty slots after them, 0 to 65535
   */
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

  /** {@return bytes of the record, header and entries} */
  public int bytes() {
    return HEADER_BYTES + valid * ENTRY_BYTES;
  }

  /** {@return the slot after the last one of which the record tells; 33 bits} */
  public long end() {
    return index + valid + invalid;
  }

  /** {@return whether all is zero: on a migration stream, the end of an iteration} */
  public boolean isEndMarker() {
    return index == 0 && valid == 0 && invalid == 0;
  }

  /**
   * Checks that the record stays inside a table, in 64 bits.
   *
   * @param offset where the header begins in the stream, in bytes
   * @param slots number of slots of the table
   * @throws MalformedStreamException if it does not; says which slots it tells of
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

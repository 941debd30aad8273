// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.savevm4j.htab.HtabRecord;

/**
 * The layout of a block: big-endian, at any address.
 *
 * <pre>
 *   0        1                 4                8
 *   +--------+-----------------+----------------+---------------------------------+
 *   | method | be24 length     | be32 CRC32C    | method 0: the records,          |
 *   |        | of what follows |                | length bytes                    |
 *   +--------+-----------------+----------------+---------------------------------+
 *
 *   8                          12               16
 *   +--------------------------+----------------+---------------------------------+
 *   | methods 1, 2:            | be32 number    | the codec's bytes,              |
 *   | be32 bytes unpacked      | of records     | length - 8 of them              |
 *   +--------------------------+----------------+---------------------------------+
 * </pre>
 *
 * <p>The end of an iteration is told by 8 zero bytes, as in the classic format.
 *
 * <p>CRC32C (RFC 3720, appendix B.4) goes over bytes 0 to 3, then bytes 8 to the block's end as
 * they are on the wire, then, for methods 1 and 2, the unpacked records in the classic format. So
 * it finds what a wire does to a block, and also what codec or columns do to records.
 *
 * <p>Unpacked, a block holds at least one record and whole records only, at most {@link
 * #MAX_RECORD_BYTES} bytes of them. They ascend: the index of a record is not below the end of its
 * predecessor, and none is the end marker. So a block, however small, has a reader go over its
 * table once at most.
 */
public final class PackedBlock {

  /** Bytes of the header that every block has, and of the end of an iteration. */
  public static final int HEADER_BYTES = 8;

  /** Most bytes of records in a block, unpacked: those of the smallest table, 256 KiB. */
  public static final int MAX_RECORD_BYTES = 256 << 10;

  /** Bytes of the longest block. The shortest way to tell records is never longer than stored. */
  public static final int MAX_BYTES = HEADER_BYTES + MAX_RECORD_BYTES;

  /** Most entries of a record in a block; the rest of a longer one is a record of its own. */
  static final int MAX_ENTRIES =
      (MAX_RECORD_BYTES - HtabRecord.HEADER_BYTES) / HtabRecord.ENTRY_BYTES;

  /** The records as they are. */
  static final int STORED = 0;

  /** The codec's bytes hold {@link RecordColumns} with whole doublewords. */
  static final int COLUMNS = 1;

  /** The codec's bytes hold {@link RecordColumns} with the doublewords in byte planes. */
  static final int PLANES = 2;

  static final int WORD_AT = 0;
  static final int CRC_AT = 4;
  static final int UNPACKED_AT = 8;
  static final int RECORDS_AT = 12;

  /** Bytes of the header of methods 1 and 2. */
  static final int PACKED_HEADER_BYTES = 16;

  private PackedBlock() {}

  static int word(int method, int length) {
    return method << 24 | length;
  }

  static int method(int word) {
    return word >>> 24;
  }

  static int length(int word) {
    return word & 0xffffff;
  }

  /**
   * The CRC32C of a block that begins where {@code block} does, {@code length} bytes behind its
   * header, and of {@code bytes} bytes of its unpacked records, 0 if they are stored.
   */
  static int sum(
      CRC32C crc, ByteBuffer block, int length, MemorySegment records, long from, long bytes) {
    crc.reset();
    crc.update(block.clear().limit(CRC_AT));
    crc.update(block.clear().limit(HEADER_BYTES + length).position(HEADER_BYTES));
    crc.update(records.asSlice(from, bytes).asByteBuffer());
    block.clear();
    return (int) crc.getValue();
  }
}

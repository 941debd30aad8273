// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.MalformedStreamException;

/**
 * Turns records into a block, in the way that is shortest for them. Owned by one thread at a time;
 * keeps 1 MiB off heap and takes no more with further blocks.
 */
public final class BlockPacker {

  /** Fewer bytes of records are stored: no way of packing them has won. */
  private static final int WORTH_PACKING = 96;

  /** Where whole doublewords leave less than one part in so many, planes are not tried. */
  private static final int GOOD = 16;

  private static final int CODEC_AT = PackedBlock.PACKED_HEADER_BYTES;
  private static final int LONGER_HEADER = CODEC_AT - PackedBlock.HEADER_BYTES;

  private final BlockCodec codec;
  private final MemorySegment columns = allocate(PackedBlock.MAX_RECORD_BYTES);
  private final MemorySegment planes = allocate(PackedBlock.MAX_RECORD_BYTES);
  private final MemorySegment splitPacked = allocate(PackedBlock.MAX_RECORD_BYTES);
  private final MemorySegment block = allocate(PackedBlock.MAX_BYTES);
  private final ByteBuffer columnsBuffer = columns.asByteBuffer();
  private final ByteBuffer planesBuffer = planes.asByteBuffer();
  private final ByteBuffer splitBuffer = splitPacked.asByteBuffer();
  private final ByteBuffer blockBuffer = block.asByteBuffer();
  private final CRC32C crc = new CRC32C();

  /**
   * Takes memory for one block, which closing it frees.
   *
   * @param codec stays the caller's, who closes it
   */
  public BlockPacker(BlockCodec codec) {
    this.codec = codec;
  }

  /**
   * Packs records into {@link #block()}.
   *
   * @param records whole records of the classic format, ascending, none of them the end marker
   * @param from first byte of them
   * @param bytes of them, 8 to {@link PackedBlock#MAX_RECORD_BYTES}
   * @return bytes of the block, at most 8 more than {@code bytes}
   * @throws IllegalArgumentException if they are not such records
   */
  public int pack(MemorySegment records, long from, long bytes) {
    if (bytes <= 0 || bytes > PackedBlock.MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          bytes + " bytes of records in a block, at most " + PackedBlock.MAX_RECORD_BYTES);
    }
    int count = count(records, from, bytes);
    int length = bytes < WORTH_PACKING ? -1 : compress(records, from, (int) bytes, count);
    if (length < 0) {
      length = (int) bytes;
      putWord(PackedBlock.STORED, length);
      MemorySegment.copy(records, from, block, PackedBlock.HEADER_BYTES, bytes);
      seal(length, records, from, 0);
    } else {
      block.set(BigEndian.BE32, PackedBlock.UNPACKED_AT, (int) bytes);
      block.set(BigEndian.BE32, PackedBlock.RECORDS_AT, count);
      seal(length, records, from, bytes);
    }
    return PackedBlock.HEADER_BYTES + length;
  }

  /** {@return where the block stands from its first byte on, until the next call} */
  public MemorySegment block() {
    return block;
  }

  /** The length that the word tells of a packed block, or -1 if stored records are no longer. */
  private int compress(MemorySegment records, long from, int bytes, int count) {
    RecordColumns turned = new RecordColumns(count, bytes);
    turned.turn(records, from, columns);
    int method = PackedBlock.COLUMNS;
    int best =
        codec.compress(columnsBuffer, 0, bytes, blockBuffer, CODEC_AT, bytes - LONGER_HEADER - 1);
    if (best < 0 || best > bytes / GOOD) {
      turned.split(columns, planes);
      int room = best < 0 ? bytes - LONGER_HEADER - 1 : best - 1;
      int split = codec.compress(planesBuffer, 0, bytes, splitBuffer, 0, room);
      if (split >= 0) {
        MemorySegment.copy(splitPacked, 0, block, CODEC_AT, split);
        method = PackedBlock.PLANES;
        best = split;
      }
    }
    if (best < 0) {
      return -1;
    }
    putWord(method, best + LONGER_HEADER);
    return best + LONGER_HEADER;
  }

  private void putWord(int method, int length) {
    block.set(BigEndian.BE32, PackedBlock.WORD_AT, PackedBlock.word(method, length));
  }

  private void seal(int length, MemorySegment unpacked, long from, long bytes) {
    int sum = PackedBlock.sum(crc, blockBuffer, length, unpacked, from, bytes);
    block.set(BigEndian.BE32, PackedBlock.CRC_AT, sum);
  }

  private static int count(MemorySegment records, long from, long bytes) {
    try {
      return RecordRun.check(records, from, bytes, 0);
    } catch (MalformedStreamException malformed) {
      throw new IllegalArgumentException(malformed.reason(), malformed);
    }
  }

  private static MemorySegment allocate(int bytes) {
    return Arena.ofAuto().allocate(bytes, Long.BYTES);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StreamException;
import org.savevm4j.stream.TruncatedStreamException;

/**
 * Turns a block into records. Owned by one thread at a time; keeps 1 MiB off heap and takes no
 * more, whatever a block says. Every length is checked in 64 bits before it is used.
 */
public final class BlockUnpacker {

  private static final int LONGER_HEADER =
      PackedBlock.PACKED_HEADER_BYTES - PackedBlock.HEADER_BYTES;

  private final BlockCodec codec;
  private final MemorySegment block = allocate(PackedBlock.MAX_BYTES);
  private final MemorySegment columns = allocate(PackedBlock.MAX_RECORD_BYTES);
  private final MemorySegment planes = allocate(PackedBlock.MAX_RECORD_BYTES);
  private final MemorySegment records = allocate(PackedBlock.MAX_RECORD_BYTES);
  private final ByteBuffer blockBuffer = block.asByteBuffer();
  private final ByteBuffer columnsBuffer = columns.asByteBuffer();
  private final ByteBuffer planesBuffer = planes.asByteBuffer();
  private final CRC32C crc = new CRC32C();
  private int recordBytes;

  /**
   * Takes memory for one block, which closing it frees.
   *
   * @param codec stays the caller's, who closes it
   */
  public BlockUnpacker(BlockCodec codec) {
    this.codec = codec;
  }

  /**
   * Unpacks the block that begins at {@code from}, or takes the end of an iteration.
   *
   * @param source holds the block, fields big-endian
   * @param from where it begins, in bytes
   * @param available bytes from there on that may be looked at
   * @param offset of the block's first byte in the stream, for faults
   * @return bytes of the block, 8 for the end of an iteration
   * @throws TruncatedStreamException if the block is longer than {@code available}
   * @throws MalformedStreamException if it is no block; there are no records then
   */
  public int unpack(MemorySegment source, long from, long available, long offset)
      throws StreamException {
    recordBytes = 0;
    require(available, PackedBlock.HEADER_BYTES, offset);
    MemorySegment.copy(source, from, block, 0, PackedBlock.HEADER_BYTES);
    int length = length(offset);
    int bytes = PackedBlock.HEADER_BYTES + length;
    require(available, bytes, offset);
    MemorySegment.copy(
        source, from + PackedBlock.HEADER_BYTES, block, PackedBlock.HEADER_BYTES, length);
    unpack(length, offset);
    return bytes;
  }

  /** {@return where the records stand from its first byte on, until the next call} */
  public MemorySegment records() {
    return records;
  }

  /** {@return bytes of the records, 0 at the end of an iteration} */
  public int recordBytes() {
    return recordBytes;
  }

  /** Where a block is put that {@link #unpack(int, long)} shall unpack, header first. */
  MemorySegment block() {
    return block;
  }

  /** What follows the header that stands in {@link #block()}, in bytes, once that is right. */
  int length(long offset) throws MalformedStreamException {
    int word = block.get(BigEndian.BE32, PackedBlock.WORD_AT);
    int method = PackedBlock.method(word);
    int length = PackedBlock.length(word);
    if (method > PackedBlock.PLANES) {
      throw new MalformedStreamException(
          offset, "method of block", Integer.toString(method), "at most " + PackedBlock.PLANES);
    }
    if (word == 0) {
      checkSum(0, offset);
      return 0;
    }
    int least = method == PackedBlock.STORED ? HtabRecord.HEADER_BYTES : LONGER_HEADER + 1;
    if (length < least || length > PackedBlock.MAX_RECORD_BYTES) {
      throw new MalformedStreamException(
          offset + 1,
          "length of block",
          Integer.toString(length),
          least + " to " + PackedBlock.MAX_RECORD_BYTES);
    }
    return length;
  }

  /** Unpacks the block in {@link #block()}, of which {@link #length} told the length. */
  void unpack(int length, long offset) throws MalformedStreamException {
    recordBytes = 0;
    if (length == 0) {
      return;
    }
    int method = PackedBlock.method(block.get(BigEndian.BE32, PackedBlock.WORD_AT));
    int bytes;
    if (method == PackedBlock.STORED) {
      bytes = length;
      MemorySegment.copy(block, PackedBlock.HEADER_BYTES, records, 0, bytes);
      checkSum(sum(length, 0), offset);
    } else {
      bytes = decompress(method, length, offset);
      checkSum(sum(length, bytes), offset);
    }
    RecordRun.check(records, 0, bytes, offset);
    recordBytes = bytes;
  }

  private int decompress(int method, int length, long offset) throws MalformedStreamException {
    long bytes = unsigned(PackedBlock.UNPACKED_AT);
    if (bytes < HtabRecord.HEADER_BYTES || bytes > PackedBlock.MAX_RECORD_BYTES) {
      throw new MalformedStreamException(
          offset + PackedBlock.UNPACKED_AT,
          "unpacked bytes of block",
          Long.toString(bytes),
          HtabRecord.HEADER_BYTES + " to " + PackedBlock.MAX_RECORD_BYTES);
    }
    long count = unsigned(PackedBlock.RECORDS_AT);
    long entryBytes = bytes - count * HtabRecord.HEADER_BYTES;
    if (count == 0 || entryBytes < 0 || entryBytes % HtabRecord.ENTRY_BYTES != 0) {
      throw new MalformedStreamException(
          offset + PackedBlock.RECORDS_AT,
          "records of block",
          Long.toString(count),
          "a number of headers of 8 bytes that leaves whole entries of 16 of " + bytes + " bytes");
    }
    boolean split = method == PackedBlock.PLANES;
    decompress(length, split ? planesBuffer : columnsBuffer, (int) bytes, offset);
    RecordColumns turned = new RecordColumns((int) count, (int) bytes);
    if (split) {
      turned.join(planes, columns);
    }
    turned.turnBack(columns, records, offset);
    return (int) bytes;
  }

  private void decompress(int length, ByteBuffer target, int bytes, long offset)
      throws MalformedStreamException {
    long at = offset + PackedBlock.PACKED_HEADER_BYTES;
    int got;
    try {
      got =
          codec.decompress(
              blockBuffer,
              PackedBlock.PACKED_HEADER_BYTES,
              length - LONGER_HEADER,
              target,
              0,
              bytes);
    } catch (CorruptBlockException corrupt) {
      MalformedStreamException malformed =
          new MalformedStreamException(
              at,
              "packed bytes of block",
              "not unpacked: " + corrupt.getMessage(),
              bytes + " bytes packed by " + codec.name());
      malformed.initCause(corrupt);
      throw malformed;
    }
    if (got != bytes) {
      throw new MalformedStreamException(
          at, "unpacked bytes of block", Integer.toString(got), bytes + " by the block's header");
    }
  }

  private int sum(int length, int bytes) {
    return PackedBlock.sum(crc, blockBuffer, length, records, 0, bytes);
  }

  private void checkSum(int sum, long offset) throws MalformedStreamException {
    int told = block.get(BigEndian.BE32, PackedBlock.CRC_AT);
    if (told != sum) {
      throw new MalformedStreamException(
          offset + PackedBlock.CRC_AT,
          "CRC32C of block",
          HexFormat.of().toHexDigits(told),
          HexFormat.of().toHexDigits(sum));
    }
  }

  private long unsigned(int at) {
    return Integer.toUnsignedLong(block.get(BigEndian.BE32, at));
  }

  private static void require(long available, long bytes, long offset)
      throws TruncatedStreamException {
    if (available < bytes) {
      throw new TruncatedStreamException(offset + available, bytes - available);
    }
  }

  private static MemorySegment allocate(int bytes) {
    return Arena.ofAuto().allocate(bytes, Long.BYTES);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.packed.PackedBlock;

/**
 * One table as a stream of records, read or written, never both. A record is
 *
 * <pre>
 *   0              4          6          8
 *   +--------------+----------+----------+-------------------------------------+
 *   | u32 index    | u16      | u16      | n_valid entries of 16 bytes, each   |
 *   |              | n_valid  | n_invalid| two big-endian doublewords          |
 *   +--------------+----------+----------+-------------------------------------+
 *    in the channel's header order         in the layout before ISA 3.0
 * </pre>
 *
 * <p>Reads and writes are of whole records, from and to any buffer, heap or direct, whose position
 * moves on by what was used. Nothing is kept between calls but how far the pass is.
 *
 * <p><b>Threads.</b> A channel is for one thread at a time. If several use it, their calls happen
 * one after the other; which of them is given which record is left to chance. A close waits for the
 * call under way, which is short, for no call waits for anything else.
 */
public interface HtabChannel extends ByteChannel {

  /** Flag: entries without the bolted bit (0x10 of doubleword 0) are told as invalid. */
  long BOLTED_ONLY = 0x1;

  /** Flag: the channel is written; without it, it is read. */
  long WRITE = 0x2;

  /**
   * Flag: blocks of packed records, as {@code org.savevm4j.packed} describes them, instead of
   * records. Ours: the kernel refuses it, as does a host without a codec.
   */
  long PACKED = 0x4;

  /** Slots in bytes that a read keeps free: a buffer of no more than this reads nothing. */
  int LEAST_ROOM = 24;

  /**
   * The same with {@link #PACKED}: the bytes of the longest block. A buffer with one byte more gets
   * a block a read, so that a read's length and time are bounded however well blocks pack.
   */
  int LEAST_PACKED_ROOM = PackedBlock.MAX_BYTES;

  /**
   * Reads whole records.
   *
   * <p>The first pass tells every slot from the start index on, valid ones by their entries and
   * invalid ones by their number; a record is one valid run and the invalid run after it, each of
   * 65535 at most. When the table's end is reached the read returns what it has, and the next one
   * begins again at slot 0, telling from now on only slots that changed since they were last read.
   *
   * <p>A record is begun only while what is used, its header and an entry are less than the room of
   * the buffer, and an entry added only while what is used and it are less; equal is too much. So a
   * read that leaves more than {@value #LEAST_ROOM} bytes free has reached the table's end.
   *
   * <p>With {@link #PACKED} it puts whole blocks, and begins one only while more than {@value
   * #LEAST_PACKED_ROOM} bytes are free.
   *
   * <p>Never waits: an entry that a vCPU has locked is left out and stays marked for the next pass.
   *
   * @return bytes put into the buffer; 0 if nothing changed between where the last read ended and
   *     the table's end, if the buffer has no room, or if the guest is radix; never -1
   * @throws java.nio.channels.NonReadableChannelException if it was opened to be written
   * @throws StaleChannelException if the machine has replaced or reset its table
   */
  @Override
  int read(ByteBuffer into) throws IOException;

  /**
   * Stores whole records. Each entry replaces what is in its slot, exactly there, and the {@code
   * n_invalid} slots after them are removed. Other channels' readers see each store as a change.
   *
   * <p>A record is stored whole or not at all; those before one that is refused stay stored, and
   * the buffer's position is at the refused one. With {@link #PACKED} it takes whole blocks, and
   * the end of an iteration, which says nothing; the position is at the refused record's block.
   *
   * @return bytes stored; less than the buffer holds if its last record is not whole
   * @throws java.nio.channels.NonWritableChannelException if it was opened to be read
   * @throws VcpusRunException if the guest runs
   * @throws NoTableException if the guest is radix
   * @throws StaleChannelException if the machine has replaced or reset its table
   * @throws RefusedRecordException if an index or sum is past the table, an entry lacks V, or the
   *     machine lacks a page size
   * @throws RefusedBlockException if there is no block where there should be one
   */
  @Override
  int write(ByteBuffer from) throws IOException;

  /**
   * {@return the byte order of a header's fields: the host's own, or big-endian in blocks} Entries
   * are big-endian whatever it is.
   */
  ByteOrder headerOrder();

  /** {@return the size of the table that was opened, or null: the guest is radix and has none} */
  @Nullable HptGeometry geometry();

  /**
   * {@return the generation of the machine's table that was opened; see {@link
   * HtabHost#generation}}
   */
  long generation();

  /**
   * {@return bytes of the records that reads would give now if the guest stood still, to the end of
   * the pass and of the one after it} Left out are the 8 of each header that cutting a run costs,
   * or empty slots before the first valid one. With {@link #BOLTED_ONLY} and {@link #PACKED} it is
   * what they would be without, hence a bound. Ours; a kernel has no such call.
   *
   * <p>Whatever it was before, it is 0 once a pass has told all and nothing changed since. It is 0
   * for a channel that is written, stale or closed, too.
   */
  long pendingBytes();

  /**
   * Lets go of the table, and of the set of marks of a channel that is read. Closing twice is
   * harmless.
   */
  @Override
  void close();
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import static org.savevm4j.channel.HtabChannel.LEAST_PACKED_ROOM;
import static org.savevm4j.channel.HtabChannel.LEAST_ROOM;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.StaleChannelException;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.BlockUnpacker;
import org.savevm4j.stream.Budget;

/**
 * Laps as a channel's reads show them.
 *
 * <p><b>A lap's end.</b> A read goes to the table's end at most, and stops before it only where the
 * buffer is full, which is when no more than {@link HtabChannel#LEAST_ROOM} bytes of it are free.
 * So a read that leaves more has ended the lap, one of 0 bytes included. One that leaves no more
 * may have ended it too, when the last record just fitted; that shows when the next read tells a
 * slot below the last one, and if it does not, two laps count as one. A lap is never said to be
 * over before it is.
 */
final class ChannelSource implements HtabSource {

  private static final int READ_BYTES = 64 << 10;

  /** The least that a read asks for, however little the budget leaves. */
  private static final int LEAST_READ_BYTES = 4 << 10;

  /** Laps with the guest paused: to this one's end, what it left behind, and some to spare. */
  private static final int MOST_LAST_LAPS = 8;

  private final HtabHost host;
  private final HtabChannel channel;
  private final @Nullable BlockUnpacker unpacker;
  private final ByteBuffer buffer;
  private final MemorySegment read;
  private final ChannelLaps laps;

  private ChannelSource(HtabHost host, HtabChannel channel, @Nullable BlockUnpacker unpacker) {
    this.host = host;
    this.channel = channel;
    this.unpacker = unpacker;
    this.buffer = ByteBuffer.allocateDirect(unpacker == null ? READ_BYTES : LEAST_PACKED_ROOM + 1);
    this.read = MemorySegment.ofBuffer(buffer);
    HptGeometry geometry = channel.geometry();
    this.laps = new ChannelLaps(channel.headerOrder(), geometry == null ? 0 : geometry.slots());
  }

  /** Takes a channel of records over. */
  static ChannelSource of(HtabHost host, HtabChannel channel) {
    return new ChannelSource(host, channel, null);
  }

  /** Takes a channel of packed blocks over, which are counted and judged unpacked. */
  static ChannelSource ofPacked(HtabHost host, HtabChannel channel, BlockCodec codec) {
    return new ChannelSource(host, channel, new BlockUnpacker(codec));
  }

  @Override
  public long generation() {
    return channel.generation();
  }

  @Override
  public @Nullable HptGeometry geometry() {
    return channel.geometry();
  }

  @Override
  public boolean isPacked() {
    return unpacker != null;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Overshoots the budget by one read at most. When the machine replaces its table, the call
   * ends as if the budget were spent: the records of the old table that went are whole, and the
   * generation tells the caller what is next.
   */
  @Override
  public boolean emit(RecordTarget out, Budget budget) throws IOException {
    if (geometry() == null) {
      return true;
    }
    try {
      do {
        if (read(out, room(out, budget))) {
          return true;
        }
      } while (!budget.isSpent(out.position()));
    } catch (StaleChannelException stale) {
      if (host.generation() == generation()) {
        throw stale;
      }
    }
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException also if something stays pending, as a locked entry does
   */
  @Override
  public void emitRest(RecordTarget out) throws IOException {
    if (geometry() == null) {
      return;
    }
    for (int lap = 0; ; lap++) {
      long before = laps.figures().records();
      boolean ended;
      do {
        ended = read(out, buffer.capacity());
      } while (!ended);
      long pending = pendingBytes();
      if (pending == 0) {
        return;
      }
      // the first lap may have begun in the midst of the table
      if (lap > 0 && laps.figures().records() == before) {
        throw new IOException(
            pending
                + " bytes of the table stay pending though the guest is paused:"
                + " an entry is still locked");
      }
      if (lap == MOST_LAST_LAPS) {
        throw new IOException(
            pending
                + " bytes of the table are pending after "
                + lap
                + " laps though the guest is paused: somebody writes to it");
      }
    }
  }

  @Override
  public long pendingBytes() {
    return channel.pendingBytes();
  }

  @Override
  public boolean isFirstLap() {
    return geometry() != null && laps.figures().laps() == 0;
  }

  @Override
  public void keepDigest() {
    // a channel gives records, which tell nothing that their own checksum does not
  }

  @Override
  public OptionalLong digest() {
    return OptionalLong.empty();
  }

  @Override
  public LapFigures figures() {
    return laps.figures();
  }

  @Override
  public void close() {
    channel.close();
  }

  private int room(RecordTarget out, Budget budget) {
    long left = budget.endPosition() - out.position();
    // for one block a read: what is to be packed, not what comes of it, takes the time
    return unpacker != null
        ? buffer.capacity()
        : Math.clamp(left, LEAST_READ_BYTES, buffer.capacity());
  }

  /** Passes one read on; answers whether a lap ended. Nothing is put if it fails. */
  private boolean read(RecordTarget out, int room) throws IOException {
    buffer.clear().limit(room);
    channel.read(buffer);
    long before = laps.figures().laps();
    if (unpacker == null) {
      laps.toStream(read, buffer.position());
    } else {
      count(unpacker);
    }
    out.put(read, 0, buffer.position());
    if (buffer.remaining() > (unpacker == null ? LEAST_ROOM : LEAST_PACKED_ROOM)) {
      laps.end();
    }
    return laps.figures().laps() > before;
  }

  private void count(BlockUnpacker blocks) throws IOException {
    for (int at = 0; at < buffer.position(); ) {
      int bytes = blocks.unpack(read, at, buffer.position() - at, at);
      if (blocks.recordBytes() == 0) {
        throw new IOException(
            "the HTAB channel gave the end of an iteration at byte "
                + at
                + " of a read, where a block was expected");
      }
      at += bytes;
      laps.toStream(blocks.records(), blocks.recordBytes());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A channel that remembers what was read from it last, so that a fault can be shown with the bytes
 * before it. One thread.
 */
final class RecentBytes implements ReadableByteChannel {

  /**
   * What is remembered: more than {@link LookAhead} reads ahead, so that all of a stream's devices
   * can be shown.
   */
  static final int MAX_BYTES = 2 * LookAhead.MAX_BYTES;

  private static final int FIRST_BYTES = 64 << 10;

  private final ReadableByteChannel channel;
  private byte[] ring = new byte[FIRST_BYTES];

  /** Bytes read so far, all of them; the last is in front of this place of the ring. */
  private long total;

  RecentBytes(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int from = into.position();
    int count = channel.read(into);
    if (count > 0) {
      remember(into.slice(from, count));
    }
    return count;
  }

  /**
   * A copy of the bytes between two offsets, fewer if the stream ends before; reads on up to there.
   *
   * @return null if they are not remembered any more
   */
  byte @Nullable [] bytes(long from, long to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(StreamExcerpt.LINE_BYTES);
    while (total < to && read(piece.clear()) >= 0) {
      // a read may give less than was asked for
    }
    if (from < total - ring.length) {
      return null;
    }
    byte[] copy = new byte[(int) Math.max(0, Math.min(to, total) - from)];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = ring[place(from + i)];
    }
    return copy;
  }

  private void remember(ByteBuffer came) {
    if (total + came.remaining() > ring.length && ring.length < MAX_BYTES) {
      // nothing has been written over yet
      long wanted = Math.max(2L * ring.length, total + came.remaining());
      ring = Arrays.copyOf(ring, (int) Math.min(MAX_BYTES, Long.highestOneBit(wanted - 1) << 1));
    }
    ByteBuffer last = came.slice();
    if (last.remaining() > ring.length) {
      total += last.remaining() - ring.length;
      last.position(last.remaining() - ring.length);
    }
    while (last.hasRemaining()) {
      int place = place(total);
      int count = Math.min(last.remaining(), ring.length - place);
      last.get(ring, place, count);
      total += count;
    }
  }

  private int place(long offset) {
    return (int) (offset % ring.length);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Gives the bytes of a stream, one bit of which is flipped; the array stays as it is. */
final class FlippedBytes implements ReadableByteChannel {

  private final ByteBuffer left;
  private final int at;
  private final int bit;

  /**
   * @param at which byte
   * @param bit which bit of it, 0 to 7
   */
  FlippedBytes(byte[] bytes, int at, int bit) {
    this.left = ByteBuffer.wrap(bytes);
    this.at = at;
    this.bit = bit;
  }

  @Override
  public int read(ByteBuffer into) {
    if (!left.hasRemaining()) {
      return -1;
    }
    int from = left.position();
    int count = Math.min(left.remaining(), into.remaining());
    int begin = into.position();
    into.put(left.slice(from, count));
    left.position(from + count);
    if (at >= from && at < from + count) {
      int place = begin + at - from;
      into.put(place, (byte) (into.get(place) ^ 1 << bit));
    }
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // holds nothing open
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;

/** Memory that takes and gives only so many bytes at a call, and nothing at every third call. */
final class TricklingChannel implements ByteChannel {

  private final int most;
  private byte[] bytes;
  private int length;
  private int got;
  private int calls;
  private boolean open = true;

  private TricklingChannel(int most, byte[] bytes, int length) {
    this.most = most;
    this.bytes = bytes;
    this.length = length;
  }

  /** Takes what is written, at most so many bytes at a call. */
  static TricklingChannel taking(int most) {
    return new TricklingChannel(most, new byte[1 << 10], 0);
  }

  /** Gives these bytes, at most so many at a call, then ends. */
  static TricklingChannel giving(byte[] bytes, int most) {
    return new TricklingChannel(most, bytes, bytes.length);
  }

  /** All that was written. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public int write(ByteBuffer from) {
    int count = count(from.remaining());
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
    from.get(bytes, length, count);
    length += count;
    return count;
  }

  @Override
  public int read(ByteBuffer into) {
    if (got == length) {
      return -1;
    }
    int count = Math.min(count(into.remaining()), length - got);
    into.put(bytes, got, count);
    got += count;
    return count;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  private int count(int asked) {
    calls++;
    return calls % 3 == 0 ? 0 : Math.min(asked, most);
  }
}

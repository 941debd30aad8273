// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * Remembers the bytes that an input has read ahead, and carries those that were got from it to an
 * output, or drops them. What was carried is flushed before each read of the source, so that a slow
 * source holds nothing back. One thread.
 */
final class Passage implements ReadableByteChannel {

  /** What an input reads ahead, and the largest piece that it reads past its own buffer. */
  private static final int HELD_BYTES = 2 << 20;

  private final ReadableByteChannel source;
  private final StateOutput out;
  private final StateInput in = new StateInput(this);

  /** Bytes from {@code settled} on, up to its position. */
  private final ByteBuffer held = ByteBuffer.allocate(HELD_BYTES);

  private long settled;
  private boolean carries = true;

  /** Carries, until it is told to drop. */
  Passage(ReadableByteChannel source, StateOutput out) {
    this.source = source;
    this.out = out;
  }

  /** The input over the source. */
  StateInput in() {
    return in;
  }

  StateOutput out() {
    return out;
  }

  /** From the next byte of the input on, bytes go to the output. */
  void carry() throws IOException {
    settle();
    carries = true;
  }

  /** From the next byte of the input on, bytes go nowhere. */
  void drop() throws IOException {
    settle();
    carries = false;
  }

  /**
   * Carries all that is left of the source; the input is of no more use.
   *
   * @return the stream's last byte, 0 to 255, or -1 if nothing was left
   */
  int carryRest() throws IOException {
    carry();
    int last = -1;
    do {
      held.flip();
      if (held.hasRemaining()) {
        last = held.get(held.limit() - 1) & 0xff;
      }
      put(held.remaining());
      held.clear();
      out.flush();
    } while (source.read(held) >= 0);
    return last;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    settle();
    out.flush();
    ByteBuffer window = into.duplicate();
    window.limit(Math.min(into.limit(), into.position() + held.remaining()));
    int got = source.read(window);
    if (got > 0) {
      held.put(into.duplicate().limit(into.position() + got));
      into.position(into.position() + got);
    }
    return got;
  }

  @Override
  public boolean isOpen() {
    return source.isOpen();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** Carries or drops what was got since the last time. */
  private void settle() throws IOException {
    int got = (int) (in.position() - settled);
    settled += got;
    held.flip();
    if (carries) {
      put(got);
    } else {
      held.position(got);
    }
    held.compact();
  }

  private void put(int bytes) throws IOException {
    out.put(MemorySegment.ofBuffer(held), 0, bytes);
    held.position(held.position() + bytes);
  }
}

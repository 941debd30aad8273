// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.links;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * A link of some speed: a token bucket before another channel. Tokens of a byte each come at the
 * link's rate; a write takes its own, and waits until the bucket is no longer in debt. An idle link
 * saves up {@value #BURST_BYTES} tokens. One thread writes; any closes.
 */
public final class TokenBucket implements WritableByteChannel {

  /** What a network card sends in one go, about. */
  private static final int BURST_BYTES = 64 << 10;

  /** A sleeping thread may wake this much too late, which a fast link would show. */
  private static final double SPIN_NANOS = 100_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private final WritableByteChannel channel;
  private final double nanosPerByte;

  /** When all that was written has gone, as {@link System#nanoTime}. */
  private double free;

  /**
   * A link that has been idle.
   *
   * @param channel where it leads to, which is closed with it
   */
  public TokenBucket(WritableByteChannel channel, double bytesPerSecond) {
    this.channel = channel;
    this.nanosPerByte = NANOS_PER_SECOND / bytesPerSecond;
    this.free = System.nanoTime() - BURST_BYTES * nanosPerByte;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int limit = source.limit();
    int most = Math.min(source.remaining(), BURST_BYTES);
    source.limit(source.position() + most);
    int written = channel.write(source);
    source.limit(limit);
    spend(written);
    return written;
  }

  private void spend(int bytes) {
    free = Math.max(free, System.nanoTime() - BURST_BYTES * nanosPerByte) + bytes * nanosPerByte;
    for (double left = free - System.nanoTime(); left > 0; left = free - System.nanoTime()) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos((long) (left - SPIN_NANOS));
      } else {
        Thread.onSpinWait();
      }
    }
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

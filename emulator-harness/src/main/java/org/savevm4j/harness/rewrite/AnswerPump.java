// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.ReturnPath;
import org.savevm4j.harness.transport.Link;

/**
 * Carries what the destination answers back to the source, as it is, on a thread of its own. When
 * the destination has left, for whatever reason, the source reads the end of its answers.
 */
final class AnswerPump implements Runnable {

  private static final int PIECE_BYTES = 64 << 10;

  private final Link destination;
  private final Link source;
  private final Outlet toSource;
  private final Thread thread = Thread.ofPlatform().name("answers").daemon().unstarted(this);

  /** The last bytes that were answered, as many as the longest message has, the newest lowest. */
  private long last;

  private long answered;
  private @Nullable IOException fault;

  private AnswerPump(Link destination, Link source) {
    this.destination = destination;
    this.source = source;
    toSource = new Outlet(source);
  }

  static AnswerPump start(Link destination, Link source) {
    AnswerPump pump = new AnswerPump(destination, source);
    pump.thread.start();
    return pump;
  }

  /** Waits until the destination has left; then {@link #refusal} is known. */
  void await() throws InterruptedException {
    thread.join();
  }

  /** Waits likewise, but not for ever; false if it is still there. */
  boolean await(Duration patience) throws InterruptedException {
    return thread.join(patience);
  }

  /** Whether the destination has left by now; not if the source was the first to leave. */
  boolean destinationLeft() {
    return !thread.isAlive() && !toSource.broke();
  }

  /**
   * Why the destination does not have the guest, as far as its answers tell, or why the source
   * cannot know: null when the source was told that the guest is there, and when the destination
   * was not asked to answer. After {@link #await()}.
   */
  @Nullable String refusal() {
    if (ReturnPath.isAcceptance(last) && !toSource.broke()) {
      return null;
    }
    if (fault != null) {
      return fault.getMessage();
    }
    return answered == 0
        ? null
        : destination + ": the destination left without having taken the guest";
  }

  @Override
  public void run() {
    try {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
      while (destination.read(piece.clear()) >= 0) {
        piece.flip();
        remember(piece.duplicate());
        while (piece.hasRemaining()) {
          toSource.write(piece);
        }
      }
    } catch (IOException gone) {
      fault = gone;
    }
    try {
      source.endOutput();
    } catch (IOException gone) {
      // the source is gone too, and reads nothing any more
      if (fault != null) {
        fault.addSuppressed(gone);
      }
    }
  }

  private void remember(ByteBuffer piece) {
    answered += piece.remaining();
    piece.position(Math.max(piece.position(), piece.limit() - Long.BYTES));
    while (piece.hasRemaining()) {
      last = last << Byte.SIZE | piece.get() & 0xff;
    }
  }
}

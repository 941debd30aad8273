// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;
import org.savevm4j.stream.StateOutput;

/**
 * What one section puts its payloads into: a way into the stream that is open during its turns, for
 * as many bytes as it may put, and cannot be closed. So whatever a section does to its output, the
 * stream is framed, and it is known who did it. The migration thread only; who else puts is caught.
 */
final class SectionOutput implements WritableByteChannel {

  private static final long MEBIBYTE = 1 << 20;

  /**
   * By how much a turn may exceed what was asked for, or told, in bytes. No item of a section is as
   * large, and no link so slow that it would matter much.
   */
  static final long SLACK = 16 * MEBIBYTE;

  private final SectionCalls calls;
  private final StateOutput stream;
  private final StateOutput out = new StateOutput(this);
  private @Nullable Thread owner;
  private long ended;
  private long most;
  private long endPosition;
  private volatile @Nullable String misuse;

  SectionOutput(SectionCalls calls, StateOutput stream) {
    this.calls = calls;
    this.stream = stream;
  }

  /** What the section gets. */
  StateOutput out() {
    return out;
  }

  /**
   * A turn begins.
   *
   * @param bytes that it was asked for, or told of; twice as many and {@link #SLACK} more will do
   */
  void begin(long bytes) throws IOException {
    requireNoMisuse();
    if (out.position() != ended) {
      throw new IOException("it put %d bytes between its turns".formatted(out.position() - ended));
    }
    most = bytes > Long.MAX_VALUE / 4 ? Long.MAX_VALUE / 2 : 2 * bytes + SLACK;
    endPosition = out.position() + most;
    owner = Thread.currentThread();
  }

  /** The turn ends: what it put goes into the stream. */
  void end() throws IOException {
    try {
      out.flush();
      requireNoMisuse();
    } finally {
      owner = null;
      ended = out.position();
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (owner != Thread.currentThread()) {
      misuse = "it put bytes outside of its turn";
      throw new IllegalStateException("this output is not for now");
    }
    if (out.position() > endPosition) {
      throw new IOException("it puts more than %d bytes in one turn".formatted(most));
    }
    int bytes = source.remaining();
    calls.waits();
    try {
      stream.put(MemorySegment.ofBuffer(source), 0, bytes);
    } finally {
      calls.goesOn();
    }
    source.position(source.limit());
    return bytes;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    misuse = "it closes the stream, which is not its own";
    throw new UnsupportedOperationException("this output is not the section's to close");
  }

  private void requireNoMisuse() throws IOException {
    if (misuse != null) {
      throw new IOException(misuse);
    }
  }
}

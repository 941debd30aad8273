// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.transport.Link;

/** Records that come in. One thread at a time. */
final class TlsInput {

  private static final int RECORDS_AT_ONCE = 4;

  private final Link link;
  private final SSLEngine engine;

  /** Most plain bytes of a record. */
  private final int plainBytes;

  /** Both are to be read from, but while something is put there. */
  private final ByteBuffer net;

  private final ByteBuffer plain;
  private int first = -1;

  TlsInput(Link link, SSLEngine engine) {
    this.link = link;
    this.engine = engine;
    this.plainBytes = engine.getSession().getApplicationBufferSize();
    this.net =
        ByteBuffer.allocate(RECORDS_AT_ONCE * engine.getSession().getPacketBufferSize()).flip();
    this.plain = ByteBuffer.allocate(2 * plainBytes).flip();
  }

  /** The first byte that came; -1 if none did. */
  int first() {
    return first;
  }

  /**
   * Takes what the handshake, or an agreement after it, needs next.
   *
   * @return false at the link's end
   */
  boolean control() throws IOException {
    return unwrapToPlain() != null;
  }

  /**
   * Takes plain bytes, or a record that has none.
   *
   * @return their number; -1 behind a close_notify
   * @throws CutException at an end without one
   */
  int read(ByteBuffer target) throws IOException {
    if (!plain.hasRemaining()) {
      boolean direct = target.remaining() >= plainBytes;
      SSLEngineResult result = direct ? unwrap(target) : unwrapToPlain();
      if (result == null) {
        throw new CutException();
      }
      if (result.getStatus() == Status.CLOSED) {
        return -1;
      }
      if (direct) {
        return result.bytesProduced();
      }
    }
    int count = Math.min(plain.remaining(), target.remaining());
    target.put(plain.slice(plain.position(), count));
    plain.position(plain.position() + count);
    return count;
  }

  /** Takes what is there of a link that cannot be written any more; it is kept for reads. */
  void drain() throws IOException {
    boolean more = true;
    while (more && plain.capacity() - plain.remaining() >= plainBytes) {
      SSLEngineResult result = unwrapToPlain();
      more = result != null && result.getStatus() == Status.OK;
    }
  }

  private @Nullable SSLEngineResult unwrapToPlain() throws IOException {
    plain.compact();
    try {
      return unwrap(plain);
    } finally {
      plain.flip();
    }
  }

  /** One record; null at the link's end. */
  private @Nullable SSLEngineResult unwrap(ByteBuffer target) throws IOException {
    while (true) {
      SSLEngineResult result = engine.unwrap(net, target);
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        throw new SSLException("a record is longer than TLS allows");
      }
      if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
        runTasks();
        return result;
      }
      if (!fill()) {
        return null;
      }
    }
  }

  private boolean fill() throws IOException {
    net.compact();
    int count;
    try {
      count = link.read(net);
    } finally {
      net.flip();
    }
    if (first < 0 && count > 0) {
      first = net.get(0) & 0xff;
    }
    return count >= 0;
  }

  /** What takes the engine long: this thread waits for it anyway. */
  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** The link ended, and the other side did not say that it would. */
  static final class CutException extends IOException {

    private static final long serialVersionUID = 1L;
  }
}

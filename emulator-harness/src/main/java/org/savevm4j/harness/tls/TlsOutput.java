// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import org.savevm4j.harness.transport.Link;

/** Records that go out. One thread at a time. */
final class TlsOutput {

  /** Written to the link at once, so that a large write takes few turns of the system. */
  private static final int RECORDS_AT_ONCE = 4;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Link link;
  private final SSLEngine engine;
  private final int recordBytes;
  private final ByteBuffer net;

  TlsOutput(Link link, SSLEngine engine) {
    this.link = link;
    this.engine = engine;
    this.recordBytes = engine.getSession().getPacketBufferSize();
    this.net = ByteBuffer.allocate(RECORDS_AT_ONCE * recordBytes);
  }

  /** Sends bytes, at least one if there is one; answers how many. */
  int write(ByteBuffer source) throws IOException {
    int before = source.remaining();
    while (source.hasRemaining() && net.remaining() >= recordBytes) {
      if (engine.wrap(source, net).getStatus() == Status.CLOSED) {
        throw new ClosedChannelException();
      }
    }
    flush();
    return before - source.remaining();
  }

  /** Sends one record of the handshake, an alert or a close_notify. */
  void control() throws IOException {
    engine.wrap(NOTHING, net);
    flush();
  }

  private void flush() throws IOException {
    net.flip();
    try {
      while (net.hasRemaining()) {
        link.write(net);
      }
    } finally {
      net.clear();
    }
  }
}

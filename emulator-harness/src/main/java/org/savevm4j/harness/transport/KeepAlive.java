// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/** Keep-alive of a TCP connection, as Linux has it. */
final class KeepAlive {

  /** Questions without an answer that end the connection. */
  private static final int QUESTIONS = 3;

  private KeepAlive() {}

  /** See {@link Link#keepAlive}. A system that cannot set the times keeps its own. */
  static void set(SocketChannel socket, int seconds) throws IOException {
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, seconds > 0);
    if (seconds > 0
        && socket
            .supportedOptions()
            .containsAll(
                Set.of(
                    ExtendedSocketOptions.TCP_KEEPIDLE,
                    ExtendedSocketOptions.TCP_KEEPINTERVAL,
                    ExtendedSocketOptions.TCP_KEEPCOUNT))) {
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, QUESTIONS);
    }
  }
}

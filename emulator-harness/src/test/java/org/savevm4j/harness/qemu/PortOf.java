// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import tools.jackson.databind.JsonNode;

/** Lets a destination listen on a free port. */
final class PortOf {

  private PortOf() {}

  /** Starts to take a stream in over tcp; answers where. */
  static String listening(QemuProcess destination) throws Exception {
    destination.incoming("tcp:127.0.0.1:0");
    JsonNode address = destination.execute("query-migrate").path("socket-address").path(0);
    return "tcp:127.0.0.1:" + address.path("port").asString();
  }
}

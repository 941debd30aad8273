// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which side of a handshake credentials are for: who listens is the server. */
public enum TlsEndpoint {
  SERVER,
  CLIENT;

  /** The endpoint of that name, as objects have it. */
  public static Optional<TlsEndpoint> named(String name) {
    return Arrays.stream(values()).filter(each -> each.qemuName().equals(name)).findFirst();
  }

  public String qemuName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

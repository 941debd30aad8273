// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TransportException;

/**
 * Both ends of a TCP connection on which nobody has said anything yet, and the links below them.
 */
record TlsPair(MigrationUri uri, Link client, Link server, Link rawClient, Link rawServer)
    implements AutoCloseable {

  /** TLS at both ends. */
  static TlsPair of(Path folder, String serverIs, String clientIs) throws Exception {
    return of(
        credentials(folder.resolve("c"), Certificates.CA, clientIs, TlsEndpoint.CLIENT),
        credentials(folder.resolve("s"), Certificates.CA, serverIs, TlsEndpoint.SERVER));
  }

  /** No TLS where there are no credentials. */
  static TlsPair of(@Nullable TlsCredentials client, @Nullable TlsCredentials server)
      throws Exception {
    try (Listener listener = MigrationUri.parse("tcp:127.0.0.1:0").listen()) {
      MigrationUri uri = listener.uri();
      Link there = uri.connect();
      Link here = listener.accept();
      return new TlsPair(
          uri,
          client == null ? there : client.around(uri, there, "127.0.0.1"),
          server == null ? here : server.around(uri, here, null),
          there,
          here);
    }
  }

  static TlsCredentials credentials(Path folder, String ca, String own, TlsEndpoint endpoint)
      throws Exception {
    return TlsCredentials.read(
        new TlsOptions(Certificates.write(folder, ca, own, endpoint), endpoint, true));
  }

  @Override
  public void close() throws TransportException {
    client.close();
    server.close();
  }
}

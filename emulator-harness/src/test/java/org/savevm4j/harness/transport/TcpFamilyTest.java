// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses of a host are listened on and connected to. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TcpFamilyTest {

  @Test
  void nameWithAFamilyLeadsToAnAddressOfItAndStaysTheNameThatCertificatesAreFor() throws Exception {
    try (Listener listener = MigrationUri.parse("tcp:localhost:0,ipv4=on").listen()) {
      TcpUri bound = (TcpUri) listener.uri();
      assertEquals("localhost", bound.host());
      assertEquals("tcp:localhost:" + bound.port() + ",ipv4=on", bound.toString());
      MigrationUri.parse("tcp:127.0.0.1:" + bound.port()).connect().close();
      bound.connect().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp:127.0.0.1:4,ipv6=on", "tcp:[::1]:4,ipv4=on"})
  void hostWithoutAnAddressOfTheFamilyIsRefused(String text) throws Exception {
    MigrationUri uri = MigrationUri.parse(text);
    String reason = text + ": the host has no address of this family";
    assertEquals(reason, assertThrows(TransportException.class, uri::connect).getMessage());
    assertEquals(reason, assertThrows(TransportException.class, uri::listen).getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationUriTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp:127.0.0.1:4444",
        "tcp:localhost:0",
        "tcp:[::1]:65535",
        "tcp:host:4444,ipv4=on",
        "tcp:[::1]:1,ipv6=on",
        "unix:/tmp/a b",
        "file:out",
        "exec:gzip -c > 'a:b'"
      })
  void saysAgainWhatItParsed(String uri) throws Exception {
    assertEquals(uri, MigrationUri.parse(uri).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rdma:host:1 | exec:COMMAND",
        "/tmp/file | file:PATH",
        "'' | unix:PATH",
        "tcp:4444 | tcp:HOST:PORT",
        "tcp:host | tcp:HOST:PORT",
        "tcp:[::1]4444 | tcp:HOST:PORT",
        "tcp:[::1 | tcp:HOST:PORT",
        "tcp::4444 | 127.0.0.1",
        "tcp:host:65536 | 65535",
        "tcp:host:-1 | 65535",
        "tcp:host:x | 65535",
        "tcp:host:1,ipv5=on | ipv6=on",
        "tcp::1,ipv4=on | 127.0.0.1",
        "tcp:::1:4444 | 127.0.0.1",
        "tcp:fe80::1:4444 | 65535",
        "unix: | unix:PATH",
        "file: | file:PATH",
        "exec:  | exec:COMMAND",
      })
  void refusesOtherTextInOneLineThatSaysWhatWouldDo(String uri, String hint) {
    String message =
        assertThrows(MigrationUriException.class, () -> MigrationUri.parse(uri)).getMessage();
    assertTrue(message.startsWith("'" + uri + "' "), message);
    assertTrue(message.contains(hint), message);
    assertTrue(message.lines().count() == 1, message);
  }
}

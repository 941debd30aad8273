// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.realtables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealTablesTest {

  @ParameterizedTest
  @CsvSource({
    "qemu-10.0-linux-1g-fork,     "
        + " 4fca2944ba55c421100348315c5041cb320cf26ee71c1ef80ae96eef232843dd",
    "qemu-10.0-linux-512m-churn,  "
        + " 23dbcce4748b6dbd3eb76348336f730daa875e141eeb4c16b4c805145d03a596",
    "qemu-10.0-linux-power9-radix,"
        + " ed570283fa5a8813f40e7225b2c6b54ae6064565d292cdede5c968c4c0ca52f4",
    "qemu-7.2-linux-512m-idle,     5cf44519e548cdf45c205e62b26880b16a654ced1f4a72b99675c366a99b9bfb"
  })
  void streamIsTheGoldenOneByteForByte(String name, String sha256) throws Exception {
    try (InputStream stream = RealTables.open(name)) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(stream.readAllBytes());
      assertEquals(sha256, HexFormat.of().formatHex(digest));
    }
  }

  @Test
  void everyNameOpens() throws IOException {
    for (String name : RealTables.names()) {
      try (InputStream stream = RealTables.open(name)) {
        assertEquals('Q', stream.read());
      }
    }
  }

  @Test
  void missingNameIsToldWithThoseThatThereAre() {
    IOException missing = assertThrows(IOException.class, () -> RealTables.open("power7"));
    assertEquals(
        "no stream power7; there are " + String.join(", ", RealTables.names()),
        missing.getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PackedRealTablesTest {

  private final ZstdCodec codec = new ZstdCodec();

  @AfterEach
  void close() {
    codec.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RADIX")
  void allPassesOfARealTableTakeOnePercent(GoldenStream stream) throws IOException {
    byte[] classic = stream.bytes();
    byte[] packed = PackedStream.pack(classic, codec);
    assertTrue(
        packed.length * 100 <= classic.length, () -> packed.length + " bytes of " + classic.length);
    assertArrayEquals(classic, PackedStream.unpack(packed, codec));
  }

  @Test
  void aStreamWithoutATableChangesNothingButItsVersion() throws IOException {
    byte[] classic = GoldenStream.RADIX.bytes();
    byte[] packed = PackedStream.pack(classic, codec);
    assertEquals(classic.length, packed.length);
    assertArrayEquals(classic, PackedStream.unpack(packed, codec));
  }
}

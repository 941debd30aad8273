// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.TruncatedStreamException;

final class HtabRecordTest {

  @ParameterizedTest
  @CsvSource({
    "0000188000010000, 6272, 1, 0",
    "ffffffffffffffff, 4294967295, 65535, 65535",
    "8000000000008000, 2147483648, 0, 32768",
    "7fffffff80000001, 2147483647, 32768, 1",
    "0000000000000000, 0, 0, 0"
  })
  void isReadAndWrittenWithAllItsBits(String hex, long index, int valid, int invalid)
      throws IOException {
    HtabRecord record = new HtabRecord(index, valid, invalid);
    assertEquals(record, HtabRecord.get(input(hex)));
    assertEquals(hex, HexFormat.of().toHexDigits(HtabRecord.encode(index, valid, invalid)));
    assertEquals(record, HtabRecord.decode(Long.parseUnsignedLong(hex, 16)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0, true", "1, 0, 0, false", "0, 1, 0, false", "0, 0, 1, false"})
  void isTheEndMarkerWhenAllOfItIsZero(long index, int valid, int invalid, boolean end) {
    assertEquals(end, new HtabRecord(index, valid, invalid).isEndMarker());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7})
  void namesTheByteThatIsMissing(int length) {
    StateInput in = input("00".repeat(length));
    assertEquals(
        length, assertThrows(TruncatedStreamException.class, () -> HtabRecord.get(in)).offset());
  }

  @ParameterizedTest
  @CsvSource({
    "0xffffffff, 1, 1, 4294967296",
    "0xffffffff, 1, 0, 4294967295",
    "0xffffffff, 1, 0, 16384",
    "0xffff0001, 65535, 65535, 4294967296",
    "0x80000000, 0, 0, 16384",
    "16384, 1, 0, 16384",
    "16384, 0, 1, 16384",
    "16383, 1, 1, 16384",
    "0, 8192, 8193, 16384"
  })
  void isRefusedWhenItLeavesTheTable(String hex, int valid, int invalid, long slots) {
    long index = Long.decode(hex);
    MalformedStreamException fault =
        assertThrows(
            MalformedStreamException.class,
            () -> new HtabRecord(index, valid, invalid).check(77, slots));
    assertEquals(
        "offset 77: record is index %d + n_valid %d + n_invalid %d, expected at most the table's %d slots"
            .formatted(index, valid, invalid, slots),
        fault.getMessage());
    assertEquals(77, fault.offset());
  }

  @ParameterizedTest
  @CsvSource({
    "0xffffffff, 1, 0, 4294967296",
    "0xffffffff, 0, 1, 4294967296",
    "0xfffe0002, 65535, 65535, 4294967296",
    "16384, 0, 0, 16384",
    "0, 8192, 8192, 16384"
  })
  void isTakenWhenItEndsWithTheTable(String hex, int valid, int invalid, long slots) {
    HtabRecord record = new HtabRecord(Long.decode(hex), valid, invalid);
    assertDoesNotThrow(() -> record.check(77, slots));
  }

  @Test
  void isNoLongerThanItsCountsAllow() {
    assertEquals(8 + 65535 * 16, HtabRecord.MAX_BYTES);
  }

  private static StateInput input(String hex) {
    return new StateInput(
        Channels.newChannel(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
  }
}

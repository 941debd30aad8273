// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as QEMU's monitor prints them for the same bytes. */
class MemoryFormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/2xb | 00ff | 0000000000001000: 0x00 0xff",
        "/2xh | 00ff1234 | 0000000000001000: 0x00ff 0x1234",
        "/xw  | 89abcdef | 0000000000001000: 0x89abcdef",
        "/xg  | 0123456789abcdef | 0000000000001000: 0x0123456789abcdef",
        "/2db | 00ff | 0000000000001000:   0 255",
        "/dw  | ffffffff | 0000000000001000: 4294967295",
        "/dg  | ffffffffffffffff | 0000000000001000:                   -1",
        "/6c  | 41275c0a0dff | 0000000000001000: 'A' '\\'' '\\\\' '\\n' '\\r' '\\xff'",
        "/cg  | 41 | 0000000000001000: 'A'",
      })
  void line(String format, String memory, String line) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(memory);
    assertEquals(line + "\n", MemoryFormat.parse(format).lines(0x1000, bytes));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Much text, for a reader that stays or leaves. */
@Timeout(30)
class BulkOutputTest {

  private static final String LINE = "x".repeat(99);

  @Test
  void readerThatLeavesIsNoticedBeforeMuchMoreIsMade() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    BulkOutput out = new BulkOutput(new PrintWriter(gone, false, StandardCharsets.UTF_8));
    int[] lines = new int[1];
    assertThrows(
        ReaderGoneException.class,
        () -> {
          while (lines[0] < 1_000_000) {
            out.line(LINE);
            lines[0]++;
          }
        });
    assertTrue(lines[0] < 1000, lines[0] + " lines of 100 bytes");
  }

  @Test
  void everyCharacterIsWrittenOnceAndInOrder() throws Exception {
    StringWriter text = new StringWriter();
    StringBuilder expected = new StringBuilder();
    try (BulkOutput out = new BulkOutput(new PrintWriter(text))) {
      for (int i = 0; i < 20_000; i++) {
        out.line(i + LINE);
        out.write("ab");
        expected.append(i).append(LINE).append(System.lineSeparator()).append("ab");
      }
    }
    assertEquals(expected.toString(), text.toString());
  }
}

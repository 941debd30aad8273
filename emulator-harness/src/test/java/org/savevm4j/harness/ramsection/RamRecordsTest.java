// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.TruncatedStreamException;

/** Payloads made by hand: two blocks, a raw page, a zero page, a changed page. */
class RamRecordsTest {

  private static final String BLOCKS =
      "0000000000003004 01 61 0000000000002000 01 62 0000000000001000";
  private static final String CHANGED = "0000000000001060 01 0003 00 01 dd";
  private static final String PAYLOAD =
      BLOCKS
          + "0000000000001008 01 61"
          + "ab".repeat(4096)
          + CHANGED
          + "0000000000000002 01 62 00"
          + "0000000000000010";

  @Test
  void pagesArriveInTheOrderOfTheirRecords() throws Exception {
    assertEquals(
        List.of("block a 8192", "block b 4096", "page a 4096", "changes a 4096 3", "zero b 0"),
        get(bytes(PAYLOAD)));
  }

  @Test
  void cutAtEveryByteIsToldAtThatByte() {
    byte[] whole = bytes(PAYLOAD);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      TruncatedStreamException fault = assertThrows(TruncatedStreamException.class, () -> get(cut));
      assertEquals(length, fault.offset());
    }
  }

  @Test
  void changesOfMoreThanAPageAreRefused() {
    refused(
        PAYLOAD.replace(" 0003 00 01 dd", " 1001 00 01 dd"),
        "length of a page's changes is 4097, expected at most a page, 4096");
  }

  @Test
  void unknownEncodingOfChangesIsRefused() {
    refused(PAYLOAD.replace("1060 01", "1060 02"), "encoding of a changed page is 02, expected 01");
  }

  @Test
  void changesOutsideTheBlockAreRefused() {
    refused(
        PAYLOAD.replace("0000000000001060", "0000000000002060"),
        "page address is 2000, expected one inside the block's 8192 bytes");
  }

  private static void refused(String payload, String message) {
    MalformedStreamException fault =
        assertThrows(MalformedStreamException.class, () -> get(bytes(payload)));
    assertEquals(message, fault.reason());
  }

  private static List<String> get(byte[] payload) throws IOException {
    Log log = new Log();
    new RamRecords(log)
        .get(new StateInput(Channels.newChannel(new ByteArrayInputStream(payload))), Part.START);
    return log.lines;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static final class Log implements RamPages {

    private final List<String> lines = new ArrayList<>();

    @Override
    public @Nullable String refusal(String name, long bytes) {
      return null;
    }

    @Override
    public Block block(String name, long bytes) {
      lines.add("block " + name + " " + bytes);
      return new Block() {
        @Override
        public void page(long address, StateInput in) throws IOException {
          in.skip(RamRecord.PAGE_BYTES);
          lines.add("page " + name + " " + address);
        }

        @Override
        public void zeroPage(long address) {
          lines.add("zero " + name + " " + address);
        }

        @Override
        public void changes(long address, int length, StateInput in) throws IOException {
          in.skip(length);
          lines.add("changes " + name + " " + address + " " + length);
        }
      };
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.TruncatedStreamException;

/** Changes of a page, in payloads of which every byte is known. */
class XbzrleTest {

  private static final int PAGE = 4096;

  @Test
  void runsThatStayAndRunsThatChangeAlternate() throws Exception {
    byte[] page = filled(0x11);
    byte[] wanted = filled(0x11);
    wanted[3] = (byte) 0xaa;
    wanted[4] = (byte) 0xbb;
    wanted[4 + 0x181] = (byte) 0xcc; // 0x180 bytes stay between
    apply("03 02 aabb 8003 01 cc", page);
    assertArrayEquals(wanted, page);
  }

  @Test
  void firstByteOfThePageMayChange() throws Exception {
    byte[] page = filled(0x11);
    apply("00 01 ff", page);
    assertEquals((byte) 0xff, page[0]);
    assertEquals(0x11, page[1]);
  }

  @Test
  void wholePageMayChange() throws Exception {
    byte[] page = filled(0x11);
    apply("00 8020" + "ee".repeat(PAGE), page);
    assertArrayEquals(filled(0xee), page);
  }

  @Test
  void noChangesLeaveThePage() throws Exception {
    byte[] page = filled(0x11);
    apply("", page);
    assertArrayEquals(filled(0x11), page);
  }

  @ParameterizedTest
  @CsvSource({
    "0301aa 0001bb, 3, run that stays is 0 bytes",
    "0300, 1, run that changes is 0 bytes",
    "0000, 1, run that changes is 0 bytes",
    "8120 01 aa, 0, run that stays is 4097 bytes",
    "8020 01 aa, 2, run that changes is 1 bytes",
    "ff1f 02 aabb, 2, run that changes is 2 bytes",
    "808001 01 aa, 0, run that stays is longer than two bytes",
    "00 808001 aa, 1, run that changes is longer than two bytes",
    "00 02 aa, 2, new bytes of a page is 2 bytes",
    "00, 1, run that changes is cut off",
    "80, 0, run that stays is cut off",
    "0001aa 05, 4, run that changes is cut off"
  })
  void runOutsideThePageOrItsChangesIsRefusedAtItsOffset(String hex, long offset, String reason) {
    MalformedStreamException fault =
        assertThrows(MalformedStreamException.class, () -> apply(hex, filled(0x11)));
    assertEquals(offset, fault.offset(), fault.getMessage());
    assertTrue(fault.getMessage().contains(reason), fault.getMessage());
  }

  @Test
  void changesCutShortByTheirLengthAreRefusedAtEveryByteInsideARun() throws Exception {
    byte[] whole = hex("03 02 aabb 8003 01 cc");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length == 0 || length == 4) {
        Xbzrle.apply(input(cut), length, MemorySegment.ofArray(filled(0x11)));
      } else {
        int bytes = length;
        assertThrows(
            MalformedStreamException.class,
            () -> Xbzrle.apply(input(cut), bytes, MemorySegment.ofArray(filled(0x11))),
            () -> "cut at " + bytes);
      }
    }
  }

  @Test
  void streamThatEndsInsideTheChangesIsTruncatedThere() {
    byte[] whole = hex("03 02 aabb 8003 01 cc");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      TruncatedStreamException fault =
          assertThrows(
              TruncatedStreamException.class,
              () -> Xbzrle.apply(input(cut), whole.length, MemorySegment.ofArray(filled(0x11))));
      assertEquals(length, fault.offset());
    }
  }

  @Test
  void whatAnEncoderMakesOfTwoPagesTurnsOneIntoTheOther() {
    qt().withExamples(500)
        .forAll(integers().all(), integers().between(0, 400))
        .checkAssert(
            (seed, changes) -> {
              Random random = new Random(seed);
              byte[] old = new byte[PAGE];
              random.nextBytes(old);
              byte[] fresh = old.clone();
              for (int i = 0; i < changes; i++) {
                fresh[random.nextInt(PAGE)] ^= (byte) (1 + random.nextInt(255));
              }
              byte[] encoded = encode(old, fresh);
              try {
                Xbzrle.apply(input(encoded), encoded.length, MemorySegment.ofArray(old));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              assertArrayEquals(fresh, old);
            });
  }

  /** The changes from one page to another, made in the plainest way. */
  private static byte[] encode(byte[] old, byte[] fresh) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int begin = at;
      while (at < PAGE && old[at] == fresh[at]) {
        at++;
      }
      if (at == PAGE) {
        return out.toByteArray();
      }
      put(out, at - begin);
      begin = at;
      while (at < PAGE && old[at] != fresh[at]) {
        at++;
      }
      put(out, at - begin);
      out.write(fresh, begin, at - begin);
    }
  }

  private static void put(ByteArrayOutputStream out, int length) {
    if (length >= 0x80) {
      out.write(length & 0x7f | 0x80);
      out.write(length >> 7);
    } else {
      out.write(length);
    }
  }

  private static void apply(String hex, byte[] page) throws IOException {
    byte[] changes = hex(hex);
    Xbzrle.apply(input(changes), changes.length, MemorySegment.ofArray(page));
  }

  private static StateInput input(byte[] bytes) {
    return new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] filled(int value) {
    byte[] page = new byte[PAGE];
    Arrays.fill(page, (byte) value);
    return page;
  }
}

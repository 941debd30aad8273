// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.savevm4j.stream.ChecksumException;
import org.savevm4j.stream.StreamException;
import org.savevm4j.stream.TruncatedStreamException;

/** The capability x-section-checksum: what it adds to the bytes, and what it finds. */
final class SectionChecksumTest {

  private static final Configuration ON =
      Configuration.of("pseries-10.0", List.of(Configuration.SECTION_CHECKSUM));

  private static final Configuration OFF = Configuration.of("pseries-10.0", List.of("x-one"));

  /** Bytes of the START of section ram: type, id, name, instance, version, payload, footer, sum. */
  private static final int START_BYTES = 1 + 4 + 4 + 4 + 4 + 4 + 5 + 4;

  /** Bytes of the command after it, sum included. */
  private static final int COMMAND_BYTES = 5 + 4 + 4;

  @Test
  void eachSumIsOfAllBytesBeforeItButTheOtherSums() throws IOException {
    WireBytes expected =
        new WireBytes()
            .hex("5145564d" + "00000003")
            .configuration("pseries-10.0")
            .subsection("configuration/capabilities", 1)
            .be32(1)
            .text8("x-section-checksum")
            .hex("7e");
    CRC32C crc = new CRC32C();
    int summed = 0;
    String[] items = {
      "",
      "01" + "00000007" + "0372616d" + "00000000" + "00000004" + "00000011" + "7e00000007",
      "08" + "0002" + "0004" + "01020304",
      "02" + "00000007" + "00000022" + "7e00000007",
      "08" + "000b" + "0000",
      "03" + "00000007" + "00000033" + "7e00000007",
      "04"
          + "fffffffe"
          + "0b"
          + "73706170725f696f6d6d75"
          + "80000000ffffffff"
          + "00000044"
          + "7efffffffe",
      "00" + "06" + "0000000e" + "7b2264657669636573223a5b5d7d"
    };
    for (String item : items) {
      expected.hex(item);
      byte[] so = expected.bytes();
      crc.update(so, summed, so.length - summed);
      expected.be32(crc.getValue());
      summed = expected.size();
    }
    byte[] written = SmallStream.write(ON);
    assertEquals(expected.size(), written.length);
    assertTrue(Arrays.equals(expected.bytes(), written));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    List<String> plain = SmallStream.read(SmallStream.write(OFF));
    List<String> checked = SmallStream.read(SmallStream.write(ON));
    assertEquals(plain.subList(1, plain.size()), checked.subList(1, checked.size()));
  }

  @Test
  void findsEachBitThatIsFlipped() throws IOException {
    byte[] stream = SmallStream.write(ON);
    List<String> unfound = new ArrayList<>();
    for (int bit = 0; bit < stream.length * Byte.SIZE; bit++) {
      flip(stream, bit);
      if (!isRefused(stream)) {
        unfound.add("byte " + bit / Byte.SIZE + " bit " + bit % Byte.SIZE);
      }
      flip(stream, bit);
    }
    assertEquals(List.of(), unfound);
  }

  @Test
  void withoutItMostFlipsGoUnfound() throws IOException {
    byte[] stream = SmallStream.write(OFF);
    int unfound = 0;
    for (int bit = 0; bit < stream.length * Byte.SIZE; bit++) {
      flip(stream, bit);
      unfound += isRefused(stream) ? 0 : 1;
      flip(stream, bit);
    }
    assertTrue(unfound > stream.length, unfound + " of " + stream.length * Byte.SIZE);
  }

  @Test
  void namesThePartAndBothValues() throws IOException {
    byte[] stream = SmallStream.write(ON);
    int part = begun() + START_BYTES + COMMAND_BYTES;
    assertEquals(RecordType.PART.code(), stream[part]);
    int sumAt = part + 1 + 4 + 4 + 5;
    int right = ByteBuffer.wrap(stream).getInt(sumAt);
    stream[part + 6] ^= 0x10;
    ChecksumException fault = assertThrows(ChecksumException.class, () -> SmallStream.read(stream));
    CRC32C crc = new CRC32C();
    crc.update(stream, 0, begun() - 4);
    crc.update(stream, begun(), START_BYTES - 4);
    crc.update(stream, begun() + START_BYTES, COMMAND_BYTES - 4);
    crc.update(stream, part, sumAt - part);
    assertEquals(part, fault.offset());
    assertEquals("CRC32C up to the end of this PART", fault.what());
    assertEquals("%08x".formatted(crc.getValue()), fault.computed());
    assertEquals("%08x".formatted(right), fault.expected());
    assertEquals(
        "offset %d: CRC32C up to the end of this PART is %s, expected %s: what came is not what was sent"
            .formatted(part, fault.computed(), fault.expected()),
        fault.getMessage());
  }

  @Test
  void findsAPartThatIsLostAndOneThatComesTwice() throws IOException {
    byte[] stream = SmallStream.write(ON);
    int command = begun() + START_BYTES;
    int part = command + COMMAND_BYTES;
    byte[] lacking = new byte[stream.length - COMMAND_BYTES];
    System.arraycopy(stream, 0, lacking, 0, command);
    System.arraycopy(stream, part, lacking, command, stream.length - part);
    assertThrows(ChecksumException.class, () -> SmallStream.read(lacking));

    byte[] twice = new byte[stream.length + COMMAND_BYTES];
    System.arraycopy(stream, 0, twice, 0, part);
    System.arraycopy(stream, command, twice, part, stream.length - command);
    assertThrows(ChecksumException.class, () -> SmallStream.read(twice));
  }

  @Test
  void takesNoStreamThatLacksItsLastChecksum() throws IOException {
    byte[] stream = SmallStream.write(ON);
    for (int length = 0; length < stream.length; length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      assertThrows(TruncatedStreamException.class, () -> SmallStream.read(cut));
    }
  }

  /** Bytes of the file header and the configuration, with their checksum. */
  private static int begun() {
    return 8
        + 1
        + 4
        + "pseries-10.0".length()
        + 2
        + "configuration/capabilities".length()
        + 8
        + 1
        + Configuration.SECTION_CHECKSUM.length()
        + 1
        + 4;
  }

  private static void flip(byte[] stream, int bit) {
    stream[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
  }

  /** A stream that no longer says that it has checksums is refused by whoever has them on. */
  private static boolean isRefused(byte[] stream) {
    try {
      List<String> read = SmallStream.read(stream);
      return !read.getFirst().contains(Configuration.SECTION_CHECKSUM)
          && !read.getFirst().contains("x-one");
    } catch (StreamException _) {
      return true;
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}

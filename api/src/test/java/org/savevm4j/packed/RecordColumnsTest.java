// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.savevm4j.stream.MalformedStreamException;

/** The bytes on the wire, worked out by hand. */
class RecordColumnsTest {

  /**
   * Slots 8 and 9, group 1, with 64 KiB pages; slot 11 empty; slot 16, group 2, with 4 KiB ones.
   */
  private static final String RECORDS =
      """
      0000000800020000 8000000000000005 0000000000030190 8000000000000005 0000000000040190
      0000000b00000001
      0000001000010000 8000000000000001 0000000000002196
      """;

  private static final String HEADERS =
      """
      000000 000000 000000 080104  gaps 8, 11 - 10, 16 - 12
      000000 020001                n_valid 2, 0, 1
      000000 000100                n_invalid 0, 1, 0
      """;

  private static final String COLUMNS =
      HEADERS
          + """
          8000000000000005                   told of the first as it is: rest0 of group 1 is it
          0000000000000000                   the same again
          0000000000000004                   L is gone
          0000000000020190                   3 ^ 1 in place of 3
          0000000000070000                   2 ^ 5
          0000000000050006                   (2196 ^ 2000) ^ 50190
          """;

  private static final String PLANES =
      HEADERS
          + """
          800000 000000 000000 000000 000000 000000 000000 050004
          000000 000000 000000 000000 000000 020705 010000 900006
          """;

  private final RecordColumns columns = new RecordColumns(3, 72);

  @Test
  void columnsAreAsDescribed() throws MalformedStreamException {
    MemorySegment turned = segment(new byte[72]);
    columns.turn(segment(bytes(RECORDS)), 0, turned);
    assertEquals(hex(bytes(COLUMNS)), hex(Records.bytesOf(turned, 72)));

    MemorySegment back = segment(new byte[72]);
    columns.turnBack(segment(bytes(COLUMNS)), back, 0);
    assertEquals(hex(bytes(RECORDS)), hex(Records.bytesOf(back, 72)));
  }

  @Test
  void planesAreAsDescribed() {
    MemorySegment split = segment(new byte[72]);
    columns.split(segment(bytes(COLUMNS)), split);
    assertEquals(hex(bytes(PLANES)), hex(Records.bytesOf(split, 72)));

    MemorySegment joined = segment(new byte[72]);
    columns.join(segment(bytes(PLANES)), joined);
    assertEquals(hex(bytes(COLUMNS)), hex(Records.bytesOf(joined, 72)));
  }

  @Test
  void storedBlockIsAsDescribed() {
    try (DeflateCodec codec = new DeflateCodec()) {
      BlockPacker packer = new BlockPacker(codec);
      byte[] records = bytes("0000000b00000001");
      int length = packer.pack(MemorySegment.ofArray(records), 0, records.length);
      byte[] block = Records.bytesOf(packer.block(), length);
      assertEquals("00000008" + "ec2c7fac" + "0000000b00000001", hex(block));
    }
  }

  private static MemorySegment segment(byte[] bytes) {
    return Arena.ofAuto().allocate(bytes.length, 8).copyFrom(MemorySegment.ofArray(bytes));
  }

  /** Hexadecimal in words, each line up to two blanks that begin a comment. */
  private static byte[] bytes(String text) {
    StringBuilder hex = new StringBuilder();
    text.lines().map(line -> line.split("  ")[0].replace(" ", "")).forEach(hex::append);
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

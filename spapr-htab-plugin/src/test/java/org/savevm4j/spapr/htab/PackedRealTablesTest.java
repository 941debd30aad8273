// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.packed.BlockPacker;
import org.savevm4j.packed.BlockUnpacker;
import org.savevm4j.packed.PackedWriter;
import org.savevm4j.stream.StreamException;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PackedRealTablesTest {

  /** Where the first record of the churn guest's stream begins; it and 199 more have one entry. */
  private static final int FIRST_RECORD = 67;

  private static final String GOLDEN = "qemu-10.0-linux-1g-fork.v2.qevm";

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
  void goldenStreamIsAsItWasReleasedAndStillRead() throws Exception {
    byte[] golden = resource(GOLDEN);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(golden);
    assertEquals(
        new String(resource("SHA256SUMS"), StandardCharsets.US_ASCII),
        HexFormat.of().formatHex(digest) + "  " + GOLDEN + "\n");
    assertArrayEquals(GoldenStream.FORK_1G.bytes(), PackedStream.unpack(golden, codec));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 50, 1000})
  void aTableOfNoiseTakesOnePercentMoreAtMost(int runLength) throws IOException {
    byte[] table = new byte[1 << 20];
    Random random = new Random(runLength);
    random.nextBytes(table);
    for (int slot = 0, left = 0; slot < table.length / 16; slot++, left--) {
      int last = slot * 16 + 7;
      table[last] = (byte) (left > 0 ? table[last] | 1 : table[last] & ~1);
      left = left > 0 ? left : random.nextInt(2 * runLength) + 1;
    }
    byte[] classic = FirstPass.of(table);
    byte[] packed =
        Payloads.of(
            out -> {
              PackedWriter writer = new PackedWriter(codec);
              writer.begin(out);
              writer.put(MemorySegment.ofArray(classic), 0, classic.length - 8);
              writer.end();
            });
    assertTrue(
        packed.length * 100L <= classic.length * 101L,
        () -> packed.length + " bytes of " + classic.length);
  }

  @Test
  void everyChangeOfAByteOfARealBlockIsFound() throws IOException {
    byte[] stream = GoldenStream.CHURN_512M.bytes();
    int bytes = 200 * 24;
    MemorySegment records = MemorySegment.ofArray(stream).asSlice(FIRST_RECORD, bytes);
    BlockPacker packer = new BlockPacker(codec);
    int length = packer.pack(records, 0, bytes);
    MemorySegment block = packer.block();
    assertTrue(block.get(ValueLayout.JAVA_BYTE, 0) > 0, "it is packed");
    BlockUnpacker unpacker = new BlockUnpacker(codec);
    for (int at = 0; at < length; at++) {
      byte right = block.get(ValueLayout.JAVA_BYTE, at);
      for (int change = 1; change < 256; change++) {
        block.set(ValueLayout.JAVA_BYTE, at, (byte) (right ^ change));
        String which = "byte " + at + " xor " + change;
        assertThrows(StreamException.class, () -> unpacker.unpack(block, 0, length, 0), which);
      }
      block.set(ValueLayout.JAVA_BYTE, at, right);
    }
    assertEquals(length, unpacker.unpack(block, 0, length, 0));
  }

  @Test
  void aStreamWithoutATableChangesNothingButItsVersion() throws IOException {
    byte[] classic = GoldenStream.RADIX.bytes();
    byte[] packed = PackedStream.pack(classic, codec);
    assertEquals(classic.length, packed.length);
    assertArrayEquals(classic, PackedStream.unpack(packed, codec));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PackedRealTablesTest.class.getResourceAsStream("/packed/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}

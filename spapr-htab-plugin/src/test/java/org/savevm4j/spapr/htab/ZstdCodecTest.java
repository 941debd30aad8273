// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.packed.CorruptBlockException;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ZstdCodecTest {

  private static final int BYTES = 256 << 10;

  private final ZstdCodec codec = new ZstdCodec();
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BYTES);
  private final ByteBuffer packed = ByteBuffer.allocateDirect(BYTES);
  private final ByteBuffer back = ByteBuffer.allocateDirect(BYTES);

  @AfterEach
  void close() {
    codec.close();
    codec.close();
  }

  @Test
  void bytesOfAnyLengthComeBackAtAnyPlace() throws CorruptBlockException {
    for (int length = 1; length < 3000; length += 7) {
      fill(length);
      int bytes = codec.compress(plain, 5, length, packed, 11, 4000);
      assertTrue(bytes > 0);
      assertEquals(length, codec.decompress(packed, 11, bytes, back, 17, length));
      assertEquals(plain.slice(5, length), back.slice(17, length));
    }
  }

  @Test
  void whatDoesNotFitIsToldAndTheNextBlockIsCompressed() throws CorruptBlockException {
    byte[] noise = new byte[1000];
    new Random(1).nextBytes(noise);
    plain.put(0, noise);
    assertEquals(-1, codec.compress(plain, 0, 1000, packed, 0, 999));
    assertEquals(-1, codec.compress(plain, 0, 1000, packed, 0, 1));
    int bytes = codec.compress(plain, 0, 1000, packed, 0, 2000);
    assertEquals(1000, codec.decompress(packed, 0, bytes, back, 0, 1000));
  }

  @Test
  void whatUnpacksToMoreThanTheRoomIsRefusedAndNothingBehindItIsWritten() {
    fill(20_000);
    int bytes = codec.compress(plain, 0, 20_000, packed, 0, BYTES);
    back.put(500, (byte) 77);
    assertThrows(
        CorruptBlockException.class, () -> codec.decompress(packed, 0, bytes, back, 0, 500));
    assertEquals(77, back.get(500));
  }

  @Test
  void cutBytesAreRefused() {
    fill(5000);
    int bytes = codec.compress(plain, 0, 5000, packed, 0, BYTES);
    for (int length = 1; length < bytes; length++) {
      int cut = length;
      assertThrows(
          CorruptBlockException.class, () -> codec.decompress(packed, 0, cut, back, 0, 5000));
    }
  }

  @Test
  void noiseIsRefusedOrUnpacksWithinItsRoom() {
    Random random = new Random(4);
    int refused = 0;
    byte[] noise = new byte[64];
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(noise);
      packed.put(0, noise);
      back.put(200, (byte) 99);
      try {
        int bytes = codec.decompress(packed, 0, noise.length, back, 0, 200);
        assertTrue(bytes >= 0 && bytes <= 200);
      } catch (CorruptBlockException corrupt) {
        refused++;
      }
      assertEquals(99, back.get(200));
    }
    assertTrue(refused > 19_000, "refused " + refused);
  }

  @Test
  void eachBlockIsForItself() throws CorruptBlockException {
    fill(4000);
    int first = codec.compress(plain, 0, 4000, packed, 0, 8000);
    int second = codec.compress(plain, 0, 4000, packed, 10_000, 8000);
    assertEquals(packed.slice(0, first), packed.slice(10_000, second));
    try (ZstdCodec other = new ZstdCodec()) {
      assertEquals(4000, other.decompress(packed, 10_000, second, back, 0, 4000));
    }
  }

  private void fill(int length) {
    Random random = new Random(length);
    for (int at = 0; at < length + 5; at++) {
      plain.put(at, (byte) (random.nextInt(8) == 0 ? random.nextInt() : at / 50));
    }
  }
}

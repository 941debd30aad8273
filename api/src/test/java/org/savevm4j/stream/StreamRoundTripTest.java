// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is put in some order is got in that order, however the channels cut it. */
final class StreamRoundTripTest {

  private static final int ITEMS = 400;

  @ParameterizedTest
  @CsvSource({"1, 17, 4001", "2, 1, 1", "3, 262144, 1000", "4, 5000000, 5000000"})
  void getsWhatWasPut(long seed, int mostWritten, int mostRead) throws IOException {
    TricklingChannel channel = TricklingChannel.taking(mostWritten);
    StateOutput out = new StateOutput(channel);
    long[] positions = new long[ITEMS];
    Random random = new Random(seed);
    for (int i = 0; i < ITEMS; i++) {
      put(random, out);
      positions[i] = out.position();
    }
    out.flush();
    StateInput in = new StateInput(TricklingChannel.giving(channel.bytes(), mostRead));
    random.setSeed(seed);
    for (int i = 0; i < ITEMS; i++) {
      get(random, in);
      assertEquals(positions[i], in.position(), "after item " + i);
    }
    assertEquals(-1, in.peek8(0));
  }

  @ParameterizedTest
  @CsvSource({"5, 17, 4001", "6, 262144, 1000", "7, 5000000, 5000000"})
  void bothSidesSumAllBytesButTheSums(long seed, int mostWritten, int mostRead) throws IOException {
    TricklingChannel channel = TricklingChannel.taking(mostWritten);
    StateOutput out = new StateOutput(channel);
    out.put8(1);
    out.startSum();
    int[] sums = new int[ITEMS];
    List<Long> sumsAt = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < ITEMS; i++) {
      put(random, out);
      sums[i] = out.sum();
      if (i % 7 == 6) {
        sumsAt.add(out.position());
        out.putSum();
      }
    }
    out.flush();
    byte[] wire = channel.bytes();
    assertEquals((int) crcWithout(wire, sumsAt), sums[ITEMS - 1]);

    StateInput in = new StateInput(TricklingChannel.giving(wire, mostRead));
    in.startSum();
    assertEquals(1, in.get8());
    in.startSum();
    random.setSeed(seed);
    for (int i = 0; i < ITEMS; i++) {
      get(random, in);
      assertEquals(sums[i], in.sum(), "after item " + i);
      if (i % 7 == 6) {
        assertEquals(sums[i], in.getUnsummedBe32(), "behind item " + i);
      }
    }
    in.stopSum();
    assertEquals(-1, in.peek8(0));
  }

  private static long crcWithout(byte[] wire, List<Long> sumsAt) {
    CRC32C crc = new CRC32C();
    int from = 1;
    for (long at : sumsAt) {
      crc.update(wire, from, (int) at - from);
      from = (int) at + Integer.BYTES;
    }
    crc.update(wire, from, wire.length - from);
    return crc.getValue();
  }

  private static void put(Random random, StateOutput out) throws IOException {
    switch (random.nextInt(6)) {
      case 0 -> out.put8(random.nextInt());
      case 1 -> out.putBe16(random.nextInt());
      case 2 -> out.putBe32(random.nextInt());
      case 3 -> out.putBe64(random.nextLong());
      case 4 -> out.putString8("x".repeat(random.nextInt(256)));
      default -> {
        byte[] data = data(random);
        if (random.nextBoolean()) {
          MemorySegment source = Bulk.Memory.NATIVE.of(data.length + 3);
          MemorySegment.copy(MemorySegment.ofArray(data), 0, source, 3, data.length);
          out.put(source, 3, data.length);
        } else {
          out.put(data);
        }
      }
    }
  }

  private static void get(Random random, StateInput in) throws IOException {
    switch (random.nextInt(6)) {
      case 0 -> assertEquals(random.nextInt() & 0xff, in.get8());
      case 1 -> assertEquals(random.nextInt() & 0xffff, in.getBe16());
      case 2 -> assertEquals(random.nextInt(), in.getBe32());
      case 3 -> assertEquals(random.nextLong(), in.getBe64());
      case 4 -> assertEquals("x".repeat(random.nextInt(256)), in.getString8());
      default -> {
        byte[] data = data(random);
        if (random.nextBoolean()) {
          MemorySegment target = Bulk.Memory.NATIVE.of(data.length + 5);
          in.get(target, 5, data.length);
          assertArrayEquals(data, target.asSlice(5, data.length).toArray(ValueLayout.JAVA_BYTE));
        } else {
          assertArrayEquals(data, in.getBytes(data.length));
        }
      }
    }
  }

  private static byte[] data(Random random) {
    byte[] data = new byte[random.nextInt(16) == 0 ? random.nextInt(600_000) : random.nextInt(99)];
    random.nextBytes(data);
    return data;
  }
}

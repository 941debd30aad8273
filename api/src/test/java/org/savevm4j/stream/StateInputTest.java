// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StateInputTest {

  @Test
  void getsSmallIntegersUnsigned() throws IOException {
    StateInput in = of("ff" + "fffe" + "fffffffd" + "fffffffffffffffc");
    assertEquals(0xff, in.get8());
    assertEquals(0xfffe, in.getBe16());
    assertEquals(-3, in.getBe32());
    assertEquals(-4L, in.getBe64());
    assertEquals(15, in.position());
  }

  @Test
  void getsIntegersBigEndian() throws IOException {
    StateInput in = of("01" + "0203" + "04050607" + "08090a0b0c0d0e0f");
    assertEquals(1, in.get8());
    assertEquals(0x0203, in.getBe16());
    assertEquals(0x04050607, in.getBe32());
    assertEquals(0x08090a0b0c0d0e0fL, in.getBe64());
  }

  @Test
  void getsTextOneCharacterAByte() throws IOException {
    StateInput in = of("0372616d" + "00" + "01ff");
    assertEquals("ram", in.getString8());
    assertEquals("", in.getString8());
    assertEquals("\u00ff", in.getString8());
  }

  @Test
  void looksAheadWithoutGetting() throws IOException {
    StateInput in = of("0102ff");
    assertEquals(0xff, in.peek8(2));
    assertEquals(-1, in.peek8(3));
    assertEquals(1, in.peek8(0));
    assertEquals(0, in.position());
    in.skip(3);
    assertEquals(-1, in.peek8(0));
    assertEquals(-1, in.peek8(1023));
    assertEquals(3, in.position());
  }

  @Test
  void looksAheadAcrossTheEndOfTheStaging() throws IOException {
    byte[] bytes = Bulk.random((256 << 10) + 2000);
    StateInput in = new StateInput(TricklingChannel.giving(bytes, 256 << 10));
    int at = (256 << 10) - 3;
    in.skip(at);
    assertEquals(bytes[at + 1023] & 0xff, in.peek8(1023));
    assertEquals(bytes[at] & 0xff, in.peek8(0));
    assertEquals(at, in.position());
    assertEquals(bytes[at] & 0xff, in.get8());
  }

  @Test
  void refusesToLookFartherThanItPromises() {
    StateInput in = of("00");
    assertThrows(IllegalArgumentException.class, () -> in.peek8(1024));
    assertThrows(IllegalArgumentException.class, () -> in.peek8(-1));
  }

  @ParameterizedTest
  @MethodSource("org.savevm4j.stream.Bulk#cases")
  void getsBulkDataToItsPlace(Bulk.Memory memory, int size, int offset) throws IOException {
    byte[] bytes = Bulk.random(3 + size + 9);
    StateInput in = new StateInput(TricklingChannel.giving(bytes, 300_000));
    in.skip(3);
    MemorySegment target = memory.of(offset + size + 9L);
    in.get(target, offset, size);
    assertEquals(3 + size, in.position());
    byte[] got = target.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
    assertArrayEquals(Arrays.copyOfRange(bytes, 3, 3 + size), got);
    assertArrayEquals(
        new byte[offset], target.asSlice(0, offset).toArray(ValueLayout.JAVA_BYTE), "before it");
    assertArrayEquals(
        new byte[9], target.asSlice(offset + size, 9).toArray(ValueLayout.JAVA_BYTE), "after it");
    assertEquals(bytes[3 + size] & 0xff, in.get8());
    assertEquals(ByteBuffer.wrap(bytes, 4 + size, 8).getLong(), in.getBe64());
    assertEquals(bytes.length, in.position());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8191})
  void goesOnAfterAShortRead(int most) throws IOException {
    byte[] bytes = Bulk.random(2 * ((256 << 10) + 5) + 8);
    StateInput in = new StateInput(TricklingChannel.giving(bytes, most));
    int half = (bytes.length - 8) / 2;
    MemorySegment target = Bulk.Memory.NATIVE.of(half);
    in.get(target, 0, half);
    assertArrayEquals(Arrays.copyOf(bytes, half), target.toArray(ValueLayout.JAVA_BYTE));
    assertArrayEquals(Arrays.copyOfRange(bytes, half, 2 * half), in.getBytes(half));
    assertEquals(ByteBuffer.wrap(bytes, 2 * half, 8).getLong(), in.getBe64());
  }

  @Test
  void skipsMoreThanTheStagingHolds() throws IOException {
    byte[] bytes = Bulk.random(700_001);
    StateInput in = new StateInput(TricklingChannel.giving(bytes, 100_000));
    in.skip(700_000);
    assertEquals(700_000, in.position());
    assertEquals(bytes[700_000] & 0xff, in.get8());
  }

  @Test
  void closesItsChannel() throws IOException {
    TricklingChannel channel = TricklingChannel.giving(new byte[1], 1);
    new StateInput(channel).close();
    assertFalse(channel.isOpen());
  }

  @Test
  void passesOnTheFaultOfItsChannel() {
    IOException fault = new IOException("connection reset");
    StateInput in =
        new StateInput(
            new ReadableByteChannel() {
              @Override
              public int read(ByteBuffer into) throws IOException {
                throw fault;
              }

              @Override
              public boolean isOpen() {
                return true;
              }

              @Override
              public void close() {}
            });
    assertEquals(fault, assertThrows(IOException.class, in::get8));
    assertEquals(fault, assertThrows(IOException.class, () -> in.peek8(0)));
    MemorySegment target = Bulk.Memory.NATIVE.of(1 << 20);
    assertEquals(fault, assertThrows(IOException.class, () -> in.get(target, 0, 1 << 20)));
  }

  private static StateInput of(String hex) {
    return new StateInput(TricklingChannel.giving(HexFormat.of().parseHex(hex), 1));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StateOutputTest {

  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private final StateOutput out = new StateOutput(Channels.newChannel(sink));

  @Test
  void putsIntegersBigEndian() throws IOException {
    out.put8(0x101);
    out.putBe16(0xabcd0203);
    out.putBe32(0x04050607);
    out.putBe64(0x08090a0b0c0d0e0fL);
    out.flush();
    assertEquals("010203" + "04050607" + "08090a0b0c0d0e0f", hex(sink.toByteArray()));
  }

  @Test
  void putsTextAfterItsLength() throws IOException {
    out.putString8("ram");
    out.putString8("");
    out.flush();
    assertEquals("0372616d" + "00", hex(sink.toByteArray()));
  }

  @Test
  void refusesTextLongerThanALengthByteCanTell() throws IOException {
    out.putString8("a".repeat(255));
    assertEquals(256, out.position());
    assertThrows(IllegalArgumentException.class, () -> out.putString8("a".repeat(256)));
    assertEquals(256, out.position(), "nothing of it was put");
  }

  @Test
  void stagesUntilFlushedAndCountsFromTheFirstByte() throws IOException {
    out.putBe32(1);
    assertEquals(4, out.position());
    assertEquals(0, sink.size());
    out.flush();
    assertEquals(4, out.position());
    assertEquals(4, sink.size());
    out.flush();
    assertEquals(4, sink.size());
  }

  @Test
  void flushesByItselfWhenTheStagingIsFull() throws IOException {
    for (int i = 0; i < StateOutput.STAGING_BYTES / 8; i++) {
      out.putBe64(i);
    }
    assertEquals(0, sink.size());
    out.put8(1);
    assertEquals(StateOutput.STAGING_BYTES, sink.size());
    assertEquals(StateOutput.STAGING_BYTES + 1, out.position());
  }

  @Test
  void closesTheChannelWithoutFlushing() throws IOException {
    TricklingChannel channel = TricklingChannel.taking(10);
    StateOutput output = new StateOutput(channel);
    output.put8(1);
    output.close();
    assertFalse(channel.isOpen());
    assertEquals(0, channel.bytes().length);
  }

  @ParameterizedTest
  @MethodSource("org.savevm4j.stream.Bulk#cases")
  void putsBulkDataInItsPlace(Bulk.Memory memory, int size, int offset) throws IOException {
    byte[] data = Bulk.random(size);
    MemorySegment source = memory.of(offset + size + 1L);
    MemorySegment.copy(MemorySegment.ofArray(data), 0, source, offset, size);
    out.putBe16(0x1122);
    out.put8(0x33);
    out.put(source, offset, size);
    assertEquals(3 + size, out.position());
    out.put8(0x44);
    out.flush();
    byte[] expected = new byte[size + 4];
    System.arraycopy(new byte[] {0x11, 0x22, 0x33}, 0, expected, 0, 3);
    System.arraycopy(data, 0, expected, 3, size);
    expected[size + 3] = 0x44;
    assertArrayEquals(expected, sink.toByteArray());
    assertEquals(4 + size, out.position());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8191})
  void goesOnAfterAShortWrite(int most) throws IOException {
    TricklingChannel channel = TricklingChannel.taking(most);
    StateOutput output = new StateOutput(channel);
    byte[] data = Bulk.random((256 << 10) + 5);
    MemorySegment source = Bulk.Memory.NATIVE.of(data.length);
    source.copyFrom(MemorySegment.ofArray(data));
    output.putBe32(0x01020304);
    output.put(source, 0, data.length);
    output.put(data);
    output.flush();
    byte[] bytes = channel.bytes();
    assertEquals(4 + 2 * data.length, bytes.length);
    assertEquals("01020304", hex(Arrays.copyOf(bytes, 4)));
    assertArrayEquals(data, Arrays.copyOfRange(bytes, 4, 4 + data.length));
    assertArrayEquals(data, Arrays.copyOfRange(bytes, 4 + data.length, bytes.length));
  }

  @Test
  void passesOnTheFaultOfItsChannel() throws IOException {
    IOException fault = new IOException("the peer is gone");
    StateOutput output =
        new StateOutput(
            new WritableByteChannel() {
              @Override
              public int write(ByteBuffer from) throws IOException {
                throw fault;
              }

              @Override
              public boolean isOpen() {
                return true;
              }

              @Override
              public void close() {}
            });
    output.put8(1);
    assertEquals(fault, assertThrows(IOException.class, output::flush));
    assertEquals(1, output.position());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

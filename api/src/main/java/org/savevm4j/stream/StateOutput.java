// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Big-endian output to a blocking channel through one staging buffer off heap.
 *
 * <p>Owned by one thread at a time. Every method may block on the channel and throws what the
 * channel throws; after that the position tells what was put, not what arrived.
 */
public final class StateOutput implements Flushable, Closeable {

  /** Bytes of staging: large enough that a write to a socket is worth its system call. */
  static final int STAGING_BYTES = 256 << 10;

  /** Largest single write of bulk data in bytes, so that no write holds up a safepoint. */
  private static final long PIECE_BYTES = 1 << 20;

  private final WritableByteChannel channel;
  private final MemorySegment staging = Arena.ofAuto().allocate(STAGING_BYTES, 64);
  private final PassingSum sum = new PassingSum(staging);
  private long staged;
  private long flushed;
  private long channelNanos;

  /**
   * Writes from where the channel stands, which is offset 0.
   *
   * @param channel blocking; closed with this
   */
  public StateOutput(WritableByteChannel channel) {
    this.channel = channel;
  }

  /** {@return bytes put so far, staged ones included} */
  public long position() {
    return flushed + staged;
  }

  /** {@return ns so far in writes to the channel, which wait for whoever takes the bytes} */
  public long channelNanos() {
    return channelNanos;
  }

  /** From the next byte on, a CRC32C of what is put is kept. */
  public void startSum() {
    sum.start(staged);
  }

  /** {@return the CRC32C of what was put since the sum was started; goes on} */
  public int sum() {
    sum.passed(staged);
    return sum.value();
  }

  /**
   * Puts the sum so far, which is not summed itself.
   *
   * @throws IOException if the channel fails
   */
  public void putSum() throws IOException {
    int value = sum();
    putBe32(value);
    sum.goOnAt(staged);
  }

  /**
   * Puts the low 8 bits.
   *
   * @param value its higher bits do not count
   * @throws IOException if the channel fails
   */
  public void put8(int value) throws IOException {
    staging.set(ValueLayout.JAVA_BYTE, claim(1), (byte) value);
  }

  /**
   * Puts the low 16 bits.
   *
   * @param value its higher bits do not count
   * @throws IOException if the channel fails
   */
  public void putBe16(int value) throws IOException {
    staging.set(BigEndian.BE16, claim(2), (short) value);
  }

  /**
   * Puts four bytes, big-endian.
   *
   * @param value all 32 bits
   * @throws IOException if the channel fails
   */
  public void putBe32(int value) throws IOException {
    staging.set(BigEndian.BE32, claim(4), value);
  }

  /**
   * Puts eight bytes, big-endian.
   *
   * @param value all 64 bits
   * @throws IOException if the channel fails
   */
  public void putBe64(long value) throws IOException {
    staging.set(BigEndian.BE64, claim(8), value);
  }

  /**
   * Puts one length byte and the text in ASCII, without a terminator; at most 255 characters.
   *
   * @param text ASCII, 0 to 255 characters
   * @throws IOException if the channel fails
   */
  public void putString8(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > 255) {
      throw new IllegalArgumentException("longer than 255 bytes: " + text);
    }
    put8(bytes.length);
    put(bytes);
  }

  /**
   * Puts bytes as they are.
   *
   * @param bytes all of them
   * @throws IOException if the channel fails
   */
  public void put(byte[] bytes) throws IOException {
    put(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  /**
   * Puts {@code length} bytes of {@code source}; what does not fit the staging goes past it, so
   * that nobody may change it meanwhile.
   *
   * @param source where the bytes stand
   * @param offset of the first, in bytes
   * @param length how many, 0 or more
   * @throws IOException if the channel fails
   */
  public void put(MemorySegment source, long offset, long length) throws IOException {
    if (length <= STAGING_BYTES / 2 || !source.isNative()) {
      for (long done = 0; done < length; ) {
        long piece = Math.min(length - done, STAGING_BYTES);
        MemorySegment.copy(source, offset + done, staging, claim(piece), piece);
        done += piece;
      }
      return;
    }
    flush();
    for (long done = 0; done < length; ) {
      long piece = Math.min(length - done, PIECE_BYTES);
      ByteBuffer bytes = source.asSlice(offset + done, piece).asByteBuffer();
      sum.passedBy(bytes);
      write(bytes.rewind());
      flushed += piece;
      done += piece;
    }
  }

  /** Hands all staged bytes to the channel. Says nothing about durability. */
  @Override
  public void flush() throws IOException {
    if (staged > 0) {
      sum.passed(staged);
      sum.goOnAt(0);
      write(staging.asSlice(0, staged).asByteBuffer());
      flushed += staged;
      staged = 0;
    }
  }

  /** Closes the channel without flushing. Any thread may, to end a put that blocks. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private long claim(long bytes) throws IOException {
    if (staged + bytes > STAGING_BYTES) {
      flush();
    }
    long at = staged;
    staged += bytes;
    return at;
  }

  private void write(ByteBuffer buffer) throws IOException {
    long begin = System.nanoTime();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channelNanos += System.nanoTime() - begin;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Big-endian input from a blocking channel through one staging buffer off heap.
 *
 * <p>Owned by one thread at a time. A get that the channel ends inside throws {@link
 * TruncatedStreamException}; it never returns a short value. Nothing is allocated by a length that
 * the stream names, except by {@link #getBytes}, whose caller bounds it.
 */
public final class StateInput implements Closeable {

  private static final int STAGING_BYTES = 256 << 10;
  private static final long PIECE_BYTES = 1 << 20;

  private final ReadableByteChannel channel;
  private final MemorySegment staging = Arena.ofAuto().allocate(STAGING_BYTES, 64);
  private final ByteBuffer stagingBuffer = staging.asByteBuffer();
  private final PassingSum sum = new PassingSum(staging);
  private long start;
  private long end;
  private long base;

  /**
   * Reads from where the channel stands, which is offset 0.
   *
   * @param channel blocking; closed with this
   */
  public StateInput(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /** {@return the offset of the next byte to get, in bytes from the start of the stream} */
  public long position() {
    return base + start;
  }

  /** From the next byte on, a CRC32C of what is got or skipped is kept. */
  public void startSum() {
    sum.start(start);
  }

  /** No sum is kept any more. */
  public void stopSum() {
    sum.stop();
  }

  /** {@return the CRC32C of what was got since the sum was started; goes on} */
  public int sum() {
    sum.passed(start);
    return sum.value();
  }

  /**
   * Gets a be32 that is not summed itself.
   *
   * @return the value, all 32 bits
   * @throws IOException if the channel fails or the stream ends before
   */
  public int getUnsummedBe32() throws IOException {
    sum.passed(start);
    int value = getBe32();
    sum.goOnAt(start);
    return value;
  }

  /**
   * Gets an unsigned byte, 0 to 255.
   *
   * @return the value
   * @throws IOException if the channel fails or the stream ends before
   */
  public int get8() throws IOException {
    require(1);
    return staging.get(ValueLayout.JAVA_BYTE, start++) & 0xff;
  }

  /**
   * Gets an unsigned 16-bit value, 0 to 65535.
   *
   * @return the value
   * @throws IOException if the channel fails or the stream ends before
   */
  public int getBe16() throws IOException {
    require(2);
    int value = staging.get(BigEndian.BE16, start) & 0xffff;
    start += 2;
    return value;
  }

  /**
   * Gets four bytes, big-endian.
   *
   * @return the value, all 32 bits
   * @throws IOException if the channel fails or the stream ends before
   */
  public int getBe32() throws IOException {
    require(4);
    int value = staging.get(BigEndian.BE32, start);
    start += 4;
    return value;
  }

  /**
   * Gets eight bytes, big-endian.
   *
   * @return the value, all 64 bits
   * @throws IOException if the channel fails or the stream ends before
   */
  public long getBe64() throws IOException {
    require(8);
    long value = staging.get(BigEndian.BE64, start);
    start += 8;
    return value;
  }

  /**
   * Gets a length byte and that many characters, one a byte.
   *
   * @return as many characters as the length byte says, 0 to 255
   * @throws IOException if the channel fails or the stream ends before
   */
  public String getString8() throws IOException {
    return new String(getBytes(get8()), StandardCharsets.ISO_8859_1);
  }

  /**
   * Gets {@code length} bytes into a new array; the caller has bounded {@code length}.
   *
   * @param length 0 or more
   * @return the bytes
   * @throws IOException if the channel fails or the stream ends before
   */
  public byte[] getBytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    get(MemorySegment.ofArray(bytes), 0, length);
    return bytes;
  }

  /**
   * Gets {@code length} bytes into {@code target}; bulk data goes past the staging buffer.
   *
   * @param target receives the bytes
   * @param offset where the first goes, in bytes
   * @param length 0 or more
   * @throws IOException if the channel fails or the stream ends before
   */
  public void get(MemorySegment target, long offset, long length) throws IOException {
    long done = Math.min(length, end - start);
    MemorySegment.copy(staging, start, target, offset, done);
    start += done;
    while (done < length) {
      long left = length - done;
      if (left >= STAGING_BYTES && target.isNative()) {
        MemorySegment piece = target.asSlice(offset + done, Math.min(left, PIECE_BYTES));
        sum.passed(start);
        ByteBuffer bytes = piece.asByteBuffer();
        int got = channel.read(bytes);
        if (got < 0) {
          throw new TruncatedStreamException(position(), left);
        }
        sum.passedBy(bytes.flip());
        base += got;
        done += got;
      } else {
        long piece = Math.min(left, STAGING_BYTES);
        require(piece);
        MemorySegment.copy(staging, start, target, offset + done, piece);
        start += piece;
        done += piece;
      }
    }
  }

  /**
   * {@return what of the stream is here already, from the next byte on, or at least one byte of it,
   * unless the stream has ended} It is not got by that: {@link #skip} gets what the caller has
   * used. Native memory, valid until the next call.
   *
   * @throws IOException if the channel fails
   */
  public MemorySegment window() throws IOException {
    fill(1);
    return staging.asSlice(start, end - start);
  }

  /**
   * Skips {@code length} bytes.
   *
   * @param length 0 or more, in bytes
   * @throws IOException if the channel fails or the stream ends before
   */
  public void skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      long piece = Math.min(left, STAGING_BYTES);
      require(piece);
      start += piece;
      left -= piece;
    }
  }

  /**
   * {@return the unsigned byte {@code ahead} places after the next one, without getting it, or -1
   * if the stream ends before it} {@code ahead} is below 1024.
   *
   * @param ahead 0 to 1023
   * @throws IOException if the channel fails
   */
  public int peek8(int ahead) throws IOException {
    if (ahead < 0 || ahead >= 1024) {
      throw new IllegalArgumentException("cannot look " + ahead + " bytes ahead");
    }
    return fill(ahead + 1L) ? staging.get(ValueLayout.JAVA_BYTE, start + ahead) & 0xff : -1;
  }

  /**
   * {@return a copy of the bytes that were read from the channel ahead of the next one to get, at
   * most what the staging buffer holds} They stay there to be got.
   */
  public byte[] staged() {
    return staging.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Closes the channel. Any thread may, to end a get that blocks. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void require(long bytes) throws IOException {
    if (end - start < bytes && !fill(bytes)) {
      throw new TruncatedStreamException(base + end, bytes - (end - start));
    }
  }

  private boolean fill(long bytes) throws IOException {
    if (end - start >= bytes) {
      return true;
    }
    sum.passed(start);
    sum.goOnAt(0);
    MemorySegment.copy(staging, start, staging, 0, end - start);
    base += start;
    end -= start;
    start = 0;
    while (end < bytes) {
      stagingBuffer.clear().position((int) end);
      int got = channel.read(stagingBuffer);
      if (got < 0) {
        return false;
      }
      end += got;
    }
    return true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.nio.ByteBuffer;

/**
 * Compresses bytes without loss. A jar brings it along, listed in its module-info and in
 * META-INF/services, with a public constructor without arguments.
 *
 * <p>Each object is owned by one thread at a time and may keep what it works with from call to
 * call; each call is for itself, so that any block can be read without those before it. All buffers
 * are direct; positions and limits are neither used nor changed.
 */
public interface BlockCodec extends AutoCloseable {

  /** {@return the name of the compressed format, such as {@code zstd}} */
  String name();

  /**
   * Compresses.
   *
   * @param source where the bytes stand; its position and limit do not count
   * @param from first byte of {@code source} to take
   * @param length how many, at least 1
   * @param target where they go; its position and limit do not count
   * @param at where in {@code target} to put the first byte
   * @param room most bytes to put, at least 1
   * @return bytes put, at least 1, or -1 if they would be more than {@code room}; then what stands
   *     in {@code target} from {@code at} to {@code at + room} is undefined
   */
  int compress(ByteBuffer source, int from, int length, ByteBuffer target, int at, int room);

  /**
   * Restores what was compressed. Takes memory and time for no more than {@code length} and {@code
   * room} bytes, whatever those bytes hold.
   *
   * @param source where the bytes stand; its position and limit do not count
   * @param from first of the compressed bytes in {@code source}
   * @param length how many, at least 1
   * @param target where they go; its position and limit do not count
   * @param at where in {@code target} to put the first byte
   * @param room most bytes to put, at least 1
   * @return bytes put, 0 to {@code room}
   * @throws CorruptBlockException if they are not of this format, or would be more than {@code
   *     room}
   */
  int decompress(ByteBuffer source, int from, int length, ByteBuffer target, int at, int room)
      throws CorruptBlockException;

  /** Gives back what is kept. A second call does nothing. */
  @Override
  void close();
}

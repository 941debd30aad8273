// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of a stream that were read ahead, in one array that grows. One thread. */
final class HeldBytes {

  /** By how much the array grows at least, and at most. */
  private static final int LEAST_GROWTH = 256 << 10;

  private static final int MOST_GROWTH = 4 << 20;

  private byte[] bytes;
  private int size;

  HeldBytes(byte[] begin) {
    bytes = begin.clone();
    size = begin.length;
  }

  /** Adds what came, up to the buffer's position. */
  void add(ByteBuffer came) {
    ByteBuffer read = came.duplicate().flip();
    if (bytes.length - size < read.remaining()) {
      int growth = Math.clamp(bytes.length, LEAST_GROWTH, MOST_GROWTH);
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length + growth, size + read.remaining()));
    }
    int count = read.remaining();
    read.get(bytes, size, count);
    size += count;
  }

  int size() {
    return size;
  }

  byte get(int at) {
    return bytes[at];
  }

  /** What is there from a place on; not a copy. */
  ByteBuffer from(int begin) {
    return ByteBuffer.wrap(bytes, begin, size - begin).slice();
  }

  /** All of it, to be read from its start; not a copy. */
  InputStream input() {
    return new ByteArrayInputStream(bytes, 0, size);
  }

  /** A copy of some of it. */
  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}

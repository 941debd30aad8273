// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Bytes in pieces, as a pipe gives them.
 *
 * @param bytes what is left
 * @param piece bytes that a read gives at most
 */
public record Pieces(ByteBuffer bytes, int piece) implements ReadableByteChannel {

  Pieces(byte[] bytes, int piece) {
    this(ByteBuffer.wrap(bytes), piece);
  }

  /** As many at once as are wanted. */
  public Pieces(byte[] bytes) {
    this(bytes, Integer.MAX_VALUE);
  }

  @Override
  public int read(ByteBuffer into) {
    int count = Math.min(Math.min(piece, into.remaining()), bytes.remaining());
    if (!bytes.hasRemaining()) {
      return -1;
    }
    into.put(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // holds nothing open
  }
}

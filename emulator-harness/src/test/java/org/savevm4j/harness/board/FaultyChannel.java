// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A stream in memory, moved in pieces, so that there are many operations one of which fails. */
final class FaultyChannel implements ByteChannel {

  private static final int PIECE_BYTES = 2048;

  private final FaultPoint fault;
  private final ByteBuffer in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * @param stream what is read
   */
  FaultyChannel(FaultPoint fault, byte[] stream) {
    this.fault = fault;
    this.in = ByteBuffer.wrap(stream);
  }

  byte[] written() {
    return out.toByteArray();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int most = fault.operation() ? 1 : PIECE_BYTES;
    if (!in.hasRemaining()) {
      return -1;
    }
    int count = Math.min(most, Math.min(in.remaining(), target.remaining()));
    target.put(in.slice(in.position(), count));
    in.position(in.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = Math.min(fault.operation() ? 1 : PIECE_BYTES, source.remaining());
    byte[] bytes = new byte[count];
    source.get(bytes);
    out.writeBytes(bytes);
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.savevm4j.stream.StateInput;

/**
 * Many streams through one input, whose buffer is allocated once: each ends before the next begins.
 * Offsets go on counting.
 */
final class EndingInput implements ReadableByteChannel {

  private final StateInput in = new StateInput(this);
  private ByteBuffer left = ByteBuffer.allocate(0);

  /** An input that ends behind these bytes. */
  StateInput of(byte[] stream) throws IOException {
    left = ByteBuffer.allocate(0);
    for (long here = in.window().byteSize(); here > 0; here = in.window().byteSize()) {
      in.skip(here);
    }
    left = ByteBuffer.wrap(stream);
    return in;
  }

  @Override
  public int read(ByteBuffer into) {
    if (!left.hasRemaining()) {
      return -1;
    }
    int count = Math.min(left.remaining(), into.remaining());
    into.put(left.slice(left.position(), count));
    left.position(left.position() + count);
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

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.savevm4j.harness.analyze.Pieces;
import org.savevm4j.stream.StateInput;

/**
 * Many streams through one input, whose buffer is allocated once: each ends before the next begins.
 * Offsets go on counting.
 */
final class EndingInput implements ReadableByteChannel {

  private final StateInput in = new StateInput(this);
  private Pieces left = new Pieces(new byte[0]);

  /** An input that ends behind these bytes. */
  StateInput of(byte[] stream) throws IOException {
    left = new Pieces(new byte[0]);
    for (long here = in.window().byteSize(); here > 0; here = in.window().byteSize()) {
      in.skip(here);
    }
    left = new Pieces(stream);
    return in;
  }

  @Override
  public int read(ByteBuffer into) {
    return left.read(into);
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

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Counts the bytes that are read from a channel as work that is done. */
public record CountedChannel(ReadableByteChannel from, Work work) implements ReadableByteChannel {

  @Override
  public int read(ByteBuffer into) throws IOException {
    int got = from.read(into);
    if (got > 0) {
      work.done(got);
    }
    return got;
  }

  @Override
  public boolean isOpen() {
    return from.isOpen();
  }

  @Override
  public void close() throws IOException {
    from.close();
  }
}

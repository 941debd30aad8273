// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A channel of which some bytes were read already.
 *
 * @param begin those bytes
 */
record BegunChannel(ByteBuffer begin, ReadableByteChannel channel) implements ReadableByteChannel {

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!begin.hasRemaining()) {
      return channel.read(into);
    }
    int before = into.position();
    while (begin.hasRemaining() && into.hasRemaining()) {
      into.put(begin.get());
    }
    return into.position() - before;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

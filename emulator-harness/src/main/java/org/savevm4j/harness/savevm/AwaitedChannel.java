// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A stream's channel, which sections wait for when they load. */
record AwaitedChannel(SectionCalls calls, ReadableByteChannel channel)
    implements ReadableByteChannel {

  @Override
  public int read(ByteBuffer into) throws IOException {
    calls.waits();
    try {
      return channel.read(into);
    } finally {
      calls.goesOn();
    }
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

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.TransportException;

/** The way to one side of a relay, and whether that side was found gone. One thread writes. */
final class Outlet implements WritableByteChannel {

  private final Link link;
  private volatile boolean broke;

  Outlet(Link link) {
    this.link = link;
  }

  /** Whether a write has failed. Any thread. */
  boolean broke() {
    return broke;
  }

  @Override
  public int write(ByteBuffer bytes) throws TransportException {
    try {
      return link.write(bytes);
    } catch (TransportException gone) {
      broke = true;
      throw gone;
    }
  }

  @Override
  public boolean isOpen() {
    return link.isOpen();
  }

  @Override
  public void close() throws TransportException {
    link.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.nio.ByteBuffer;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.TransportException;

/** A link that does as the one inside it, which may be changed. */
class LinkAround implements Link {

  volatile Link link;

  LinkAround(Link link) {
    this.link = link;
  }

  @Override
  public int read(ByteBuffer target) throws TransportException {
    return link.read(target);
  }

  @Override
  public int write(ByteBuffer source) throws TransportException {
    return link.write(source);
  }

  @Override
  public boolean twoWay() {
    return link.twoWay();
  }

  @Override
  public String peer() {
    return link.peer();
  }

  @Override
  public void keepAlive(int seconds) throws TransportException {
    link.keepAlive(seconds);
  }

  @Override
  public void sync() throws TransportException {
    link.sync();
  }

  @Override
  public void endOutput() throws TransportException {
    link.endOutput();
  }

  @Override
  public boolean isOpen() {
    return link.isOpen();
  }

  @Override
  public void close() throws TransportException {
    link.close();
  }

  @Override
  public String toString() {
    return link.toString();
  }
}

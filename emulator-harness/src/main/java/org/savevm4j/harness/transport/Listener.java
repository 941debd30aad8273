// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.Closeable;

/** The incoming side, ready to be reached. */
public interface Listener extends Closeable {

  /** Where to connect to. Differs from what was asked for only in a port that was given as 0. */
  MigrationUri uri();

  /**
   * Waits for the other side and blocks until it is there. Sockets may accept many times, each from
   * one thread at a time; a file or a command is there once.
   *
   * @throws TransportException when the wait fails, or another thread closed this listener
   */
  Link accept() throws TransportException;

  /**
   * Stops listening and removes the socket file; links that were accepted stay open. Any thread may
   * close, and again.
   */
  @Override
  void close() throws TransportException;
}

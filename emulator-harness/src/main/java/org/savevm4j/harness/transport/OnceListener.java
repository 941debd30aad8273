// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import org.jspecify.annotations.Nullable;

/** What needs no waiting for: a file that is open, or a command that accepting starts. */
final class OnceListener implements Listener {

  /** Opens the one link there is. */
  @FunctionalInterface
  interface Opening {
    Link open() throws TransportException;
  }

  private final MigrationUri uri;
  private @Nullable Opening opening;

  OnceListener(MigrationUri uri, Opening opening) {
    this.uri = uri;
    this.opening = opening;
  }

  @Override
  public MigrationUri uri() {
    return uri;
  }

  @Override
  public synchronized Link accept() throws TransportException {
    Opening once = opening;
    if (once == null) {
      throw new TransportException(uri, "was read already or is closed");
    }
    opening = null;
    return once.open();
  }

  @Override
  public synchronized void close() {
    opening = null;
  }
}

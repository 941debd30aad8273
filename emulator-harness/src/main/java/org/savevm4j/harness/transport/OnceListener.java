// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file or a command, which is there once: accepting opens the one or starts the other.
 *
 * <p>Opening a named pipe waits for its writer. Closing makes that wait end, and never waits
 * itself. Only where this process may read the pipe but not write it, nothing can be done from
 * here: then the accepting thread goes on waiting until a writer comes, and finds this closed.
 */
final class OnceListener implements Listener {

  /** Opens the one link there is. */
  @FunctionalInterface
  interface Opening {
    Link open() throws TransportException;

    /** Lets an {@link #open} that waits return, at once or later, until the result is closed. */
    default Closeable unblock() throws IOException {
      return () -> {};
    }
  }

  private final MigrationUri uri;
  private final Opening opening;

  /** Guards all that follows. Not held while opening, which may block. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean accepted;
  private boolean opens;
  private boolean closed;
  private @Nullable Closeable unblocker;

  OnceListener(MigrationUri uri, Opening opening) {
    this.uri = uri;
    this.opening = opening;
  }

  @Override
  public MigrationUri uri() {
    return uri;
  }

  @Override
  public Link accept() throws TransportException {
    begin();
    Link link;
    boolean late;
    try {
      link = opening.open();
    } finally {
      late = end();
    }
    if (late) {
      try (link) {
        throw TransportException.of(uri, new ClosedChannelException());
      }
    }
    return link;
  }

  private void begin() throws TransportException {
    lock.lock();
    try {
      if (accepted || closed) {
        throw new TransportException(uri, "was read already or is closed");
      }
      accepted = true;
      opens = true;
    } finally {
      lock.unlock();
    }
  }

  /** True when somebody closed this meanwhile. */
  private boolean end() {
    lock.lock();
    try {
      opens = false;
      if (unblocker != null) {
        closeQuietly(unblocker);
        unblocker = null;
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private static void closeQuietly(Closeable unblocker) {
    try {
      unblocker.close();
    } catch (IOException _) {
      // Nothing was written by it that could be lost.
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (opens && !closed) {
        unblocker = opening.unblock();
      }
    } catch (IOException _) {
      // It may not be written: see above what remains.
    } finally {
      closed = true;
      lock.unlock();
    }
  }
}

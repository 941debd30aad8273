// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file. Writing creates or truncates it in place, without a detour: it may be a device. */
record FileUri(Path path) implements MigrationUri {

  boolean isRegular() {
    return Files.isRegularFile(path);
  }

  @Override
  public Link connect() throws TransportException {
    return open(
        StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Opens the file only when it is accepted, since opening a named pipe waits for its writer. */
  @Override
  public Listener listen() throws TransportException {
    try {
      path.getFileSystem().provider().checkAccess(path, AccessMode.READ);
    } catch (IOException e) {
      throw TransportException.of(this, e);
    }
    return new OnceListener(
        this,
        new OnceListener.Opening() {
          @Override
          public Link open() throws TransportException {
            return FileUri.this.open(StandardOpenOption.READ);
          }

          @Override
          public Closeable unblock() throws IOException {
            return openBothWays();
          }
        });
  }

  /**
   * Opens a named pipe as its writer, so that whoever opens it to read need not wait any more. As
   * its reader, too: Linux opens that at once.
   */
  private Closeable openBothWays() throws IOException {
    // Nothing else is opened: a device may notice, and nobody waits for it.
    return FileType.isPipe(path)
        ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
        : () -> {};
  }

  private Link open(StandardOpenOption... options) throws TransportException {
    if (Files.isDirectory(path)) {
      throw new TransportException(this, "is a folder");
    }
    try {
      return new ChannelLink(this, FileChannel.open(path, options));
    } catch (IOException e) {
      throw TransportException.of(this, e);
    }
  }

  @Override
  public boolean twoWay() {
    return false;
  }

  @Override
  public String toString() {
    return "file:" + path;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file. Writing creates or truncates it in place, without a detour: it may be a device. */
record FileUri(Path path) implements MigrationUri {

  /** A stream holds all of the guest's memory. A file that exists keeps its mode. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  boolean isRegular() {
    return Files.isRegularFile(path);
  }

  @Override
  public Link connect() throws TransportException {
    return open(
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING),
        OWNER_ONLY);
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
            return FileUri.this.open(Set.of(StandardOpenOption.READ));
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

  private Link open(Set<StandardOpenOption> options, FileAttribute<?>... attributes)
      throws TransportException {
    if (Files.isDirectory(path)) {
      throw new TransportException(this, "is a folder");
    }
    try {
      return new ChannelLink(this, FileChannel.open(path, options, attributes));
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

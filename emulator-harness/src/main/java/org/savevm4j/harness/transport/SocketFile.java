// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file of a socket that listens, from before it is bound until it is removed.
 *
 * <p>Binding creates the file with whatever the process's mask allows. So that nobody else can
 * connect even for a moment, it is bound in a new folder of the owner's, restricted, and only then
 * moved to where it was asked for. The move also replaces a stale file in one step.
 */
final class SocketFile {

  private final Path path;
  private final Path birthplace;
  private @Nullable Object key;

  private SocketFile(Path path, Path birthplace) {
    this.path = path;
    this.birthplace = birthplace;
  }

  /**
   * Makes sure that the path is free or stale, and creates the folder to bind in.
   *
   * @throws IOException when somebody listens there, another file is there, or the folder is
   *     missing
   */
  static SocketFile claim(UnixUri uri) throws IOException {
    Path path = uri.path().toAbsolutePath();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (!FileType.isSocket(path)) {
        throw new TransportException(uri, "a file that is no socket is there; choose another path");
      }
      if (answers(path)) {
        throw new TransportException(uri, "somebody listens there already; choose another path");
      }
    }
    Path parent = path.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NoSuchFileException(path.toString());
    }
    Path folder =
        Files.createTempDirectory(
            parent,
            ".",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new SocketFile(path, folder.resolve("s"));
  }

  private static boolean answers(Path path) {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Where to bind. */
  Path birthplace() {
    return birthplace;
  }

  /** Moves the bound socket to where it was asked for. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(birthplace, PosixFilePermissions.fromString("rw-------"));
    key = Files.readAttributes(birthplace, BasicFileAttributes.class).fileKey();
    Files.move(birthplace, path, StandardCopyOption.ATOMIC_MOVE);
  }

  void removeBirthplace() throws IOException {
    Files.deleteIfExists(birthplace);
    Files.deleteIfExists(birthplace.toAbsolutePath().getParent());
  }

  /** Removes the socket, unless another process has put its own there meanwhile. */
  void remove() throws IOException {
    try {
      Object there = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      if (there != null && there.equals(key)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException _) {
      // Somebody removed it already.
    }
  }
}

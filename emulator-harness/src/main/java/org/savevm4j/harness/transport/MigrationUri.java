// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a stream goes to or comes from: {@code tcp:HOST:PORT}, which takes {@code ,ipv4=on} or
 * {@code ,ipv6=on} as in QEMU, {@code unix:PATH}, {@code file:PATH} or {@code exec:COMMAND}. Its
 * text is the URI again.
 */
public sealed interface MigrationUri permits TcpUri, UnixUri, FileUri, ExecUri {

  /** What {@link #parse} takes, for messages and help. */
  String FORMS = "tcp:HOST:PORT, unix:PATH, file:PATH or exec:COMMAND";

  /**
   * Reads a URI. Nothing is resolved, opened or started.
   *
   * @throws MigrationUriException naming the text and what would do
   */
  static MigrationUri parse(String text) throws MigrationUriException {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon);
    String rest = text.substring(colon + 1);
    return switch (scheme) {
      case "tcp" -> TcpUri.parse(text, rest);
      case "unix" -> new UnixUri(path(text, rest));
      case "file" -> new FileUri(path(text, rest));
      case "exec" -> {
        if (rest.isBlank()) {
          throw new MigrationUriException(text, "has no command; use exec:COMMAND");
        }
        yield new ExecUri(rest);
      }
      default -> throw new MigrationUriException(text, "is not a URI known here; use " + FORMS);
    };
  }

  /** The file of a path, whatever characters the path has. */
  static MigrationUri file(Path path) {
    return new FileUri(path);
  }

  private static Path path(String text, String path) throws MigrationUriException {
    try {
      if (!path.isEmpty()) {
        return Path.of(path);
      }
    } catch (InvalidPathException e) {
      throw new MigrationUriException(text, "has no valid path: " + e.getReason());
    }
    throw new MigrationUriException(text, "has no path; use " + text + "PATH");
  }

  /**
   * Opens the outgoing side: connects, creates or truncates the file, or starts the command. Waits
   * without bound for the reader of a named pipe, and for a Unix socket whose backlog is full.
   *
   * @throws TransportException when that fails; after 10 s when a host does not answer
   */
  Link connect() throws TransportException;

  /**
   * Opens the incoming side. Sockets are bound and listen when this returns, a file is open; a
   * command starts only with {@link Listener#accept()}.
   *
   * @throws TransportException when that fails
   */
  Listener listen() throws TransportException;

  /** Whether the other side can answer over the same link: sockets can, files and commands not. */
  boolean twoWay();

  /** Whether what is sent there stays there and no guest comes of it: a regular file. */
  default boolean isAtRest() {
    return this instanceof FileUri file && file.isRegular();
  }
}

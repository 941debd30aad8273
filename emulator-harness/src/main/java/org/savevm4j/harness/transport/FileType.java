// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells apart the files that Java calls "other": sockets, named pipes and devices. */
final class FileType {

  /** S_IFMT, S_IFSOCK and S_IFIFO of Linux. */
  private static final int MASK = 0170000;

  private static final int SOCKET = 0140000;
  private static final int PIPE = 0010000;

  private FileType() {}

  static boolean isSocket(Path path) throws IOException {
    return has(path, SOCKET);
  }

  static boolean isPipe(Path path) throws IOException {
    return has(path, PIPE);
  }

  private static boolean has(Path path, int type) throws IOException {
    return Files.getAttribute(path, "unix:mode") instanceof Integer mode && (mode & MASK) == type;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the standard streams lead. The JDK only tells of input and output together. */
enum StandardStream {
  INPUT(0),
  OUTPUT(1),
  ERROR(2);

  /** The bits of st_mode that say what a file is, and two of their values. */
  private static final int FILE_TYPE = 0xf000;

  private static final int PIPE = 0x1000;
  private static final int SOCKET = 0xc000;

  private final Path link;

  StandardStream(int descriptor) {
    this.link = Path.of("/proc/self/fd", Integer.toString(descriptor));
  }

  /** Whether it leads to a reader, who may leave: a pipe, a socket or a terminal. */
  boolean hasReader() {
    try {
      int type = (int) Files.getAttribute(link, "unix:mode") & FILE_TYPE;
      return type == PIPE || type == SOCKET || isTerminal();
    } catch (IOException _) {
      return false;
    }
  }

  /** Whether a person is at the other end; false where that cannot be known. */
  boolean isTerminal() {
    try {
      String device = link.toRealPath().toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException _) {
      return false;
    }
  }
}

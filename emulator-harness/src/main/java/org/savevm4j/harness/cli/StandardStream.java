// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Where the standard streams lead. The JDK only tells of input and output together. */
enum StandardStream {
  INPUT(0),
  OUTPUT(1),
  ERROR(2);

  private final Path link;

  StandardStream(int descriptor) {
    this.link = Path.of("/proc/self/fd", Integer.toString(descriptor));
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

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Where standard error goes. The JDK only tells of standard output. */
final class StandardError {

  private StandardError() {}

  /** Whether a person may read it as it comes; false where that cannot be known. */
  static boolean isTerminal() {
    try {
      String device = Path.of("/proc/self/fd/2").toRealPath().toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException _) {
      return false;
    }
  }
}

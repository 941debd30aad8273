// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;

/** Calls into sections cannot be watched: the computer gives no thread for them. */
final class NoThreadException extends IOException {

  private static final long serialVersionUID = 1L;

  NoThreadException(OutOfMemoryError cause) {
    super(
        "there is no thread for calls into sections: "
            + cause.getMessage()
            + "; end processes that have many, or raise the limit of them",
        cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.io.IOException;
import java.nio.file.Path;

/** Credentials that cannot be used. The message is one line: file, reason, what would do. */
public final class CredentialsException extends IOException {

  private static final long serialVersionUID = 1L;

  CredentialsException(Path file, String reason) {
    super(file + ": " + reason);
  }

  CredentialsException(Path file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
  }
}

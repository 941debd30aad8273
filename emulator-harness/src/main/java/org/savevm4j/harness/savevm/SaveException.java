// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;

/** A save failed while it sent a section; says which. */
public final class SaveException extends IOException {

  private static final long serialVersionUID = 1L;

  SaveException(OpenSection section, Throwable cause) {
    super("while sending " + section.label() + ": " + reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    return cause instanceof IOException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import org.jspecify.annotations.Nullable;

/** A migration of a storm went wrong. The message is one line and names seed and migration. */
public final class StormException extends Exception {

  private static final long serialVersionUID = 1L;

  StormException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

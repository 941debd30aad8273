// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;

/** Nobody reads standard output any more, such as behind {@code | head}: the end, and no fault. */
final class ReaderGoneException extends IOException {

  private static final long serialVersionUID = 1L;

  ReaderGoneException() {
    super("nobody reads standard output any more");
  }
}

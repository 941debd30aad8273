// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

/** A text that is no URI of a migration. The message is one line: the text, and what would do. */
public final class MigrationUriException extends Exception {

  private static final long serialVersionUID = 1L;

  MigrationUriException(String uri, String reason) {
    super("'" + uri + "' " + reason);
  }
}

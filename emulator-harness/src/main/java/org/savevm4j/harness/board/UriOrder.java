// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.MigrationUriException;

/** A URI in an operator's order. */
final class UriOrder {

  private UriOrder() {}

  static MigrationUri parse(String uri) throws EmulatorException {
    try {
      return MigrationUri.parse(uri);
    } catch (MigrationUriException wrong) {
      throw new EmulatorException(String.valueOf(wrong.getMessage()), wrong);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

/** The table in the process. */
final class TableBackendTest extends HtabBackendContract {

  @Override
  Guest guest(int shift) {
    return InProcessGuest.withTableInHand(shift);
  }
}

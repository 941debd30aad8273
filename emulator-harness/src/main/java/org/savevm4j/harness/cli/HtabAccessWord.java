// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.savevm4j.harness.board.HtabAccess;

/** Reads "table" and "fd". */
final class HtabAccessWord extends EnumWord<HtabAccess> {

  HtabAccessWord() {
    super(HtabAccess.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.PrintWriter;
import org.savevm4j.harness.rewrite.RewriteFigures;

/** What became of a page table that was passed on, for people. */
final class RewriteText {

  private RewriteText() {}

  static void print(RewriteFigures figures, boolean boltedOnly, PrintWriter text) {
    if (figures.saved("shift") == 0) {
      text.printf("htab      none: the guest is radix%n");
    } else {
      text.printf(
          "htab      shift %d: %d entries in %d records, %d bytes; came in %d records, %d bytes%n",
          figures.saved("shift"),
          figures.saved("valid-sent"),
          figures.saved("records"),
          figures.bytesOut(),
          figures.loaded("records"),
          figures.bytesIn());
      if (boltedOnly) {
        text.printf("          %d entries were not bolted and are left out%n", figures.dropped());
      }
    }
    text.flush();
  }
}

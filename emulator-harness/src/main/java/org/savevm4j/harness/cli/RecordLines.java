// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabRecord;

/** Prints a line for each record of a page table, as it comes. */
final class RecordLines implements RecordListener {

  private static final String FORMAT = "  %14s  %10s  %7s  %9s";

  private final BulkOutput out;

  RecordLines(BulkOutput out) {
    this.out = out;
  }

  @Override
  public void table(HptGeometry geometry) throws IOException {
    out.line("records   of a table of shift " + geometry.shift());
    out.line(FORMAT.formatted("offset", "index", "n_valid", "n_invalid"));
  }

  @Override
  public void record(HtabRecord record, long offset) throws IOException {
    out.line(FORMAT.formatted(offset, record.index(), record.valid(), record.invalid()));
  }
}

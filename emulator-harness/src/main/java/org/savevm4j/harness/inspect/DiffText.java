// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.io.IOException;
import java.util.List;

/**
 * What differs between two tables, a line for each slot: {@code -} and the entry that only the
 * first has, {@code +} and the one that only the second has, {@code ~} and both with the fields
 * that differ.
 */
public final class DiffText implements TableDiff.Listener {

  private final Lines out;

  public DiffText(Lines out) {
    this.out = out;
  }

  @Override
  public void added(long slot, long dword0, long dword1) throws IOException {
    out.line("+ " + EntryLine.of(slot, dword0, dword1));
  }

  @Override
  public void removed(long slot, long dword0, long dword1) throws IOException {
    out.line("- " + EntryLine.of(slot, dword0, dword1));
  }

  @Override
  public void changed(long slot, TableDiff.Words before, TableDiff.Words after, List<String> fields)
      throws IOException {
    out.line(
        "~ %08x %016x %016x -> %016x %016x  %s"
            .formatted(
                slot,
                before.dword0(),
                before.dword1(),
                after.dword0(),
                after.dword1(),
                String.join(" ", fields)));
  }

  /** What it comes to, in one line. */
  public static String summary(TableDiff diff) {
    return "%d added, %d removed, %d changed (%d of them in R and C alone), %d the same"
        .formatted(
            diff.added(),
            diff.removed(),
            diff.changed(),
            diff.onlyReferencedChanged(),
            diff.same());
  }

  /** Takes lines. */
  @FunctionalInterface
  public interface Lines {
    void line(String line) throws IOException;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.util.List;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.StreamSource;
import org.savevm4j.harness.analyze.TableEntries;
import org.savevm4j.harness.inspect.DiffText;
import org.savevm4j.harness.inspect.EntryLine;
import org.savevm4j.harness.inspect.PassFigures;
import org.savevm4j.harness.inspect.StatJson;
import org.savevm4j.harness.inspect.StatText;
import org.savevm4j.harness.inspect.TableDiff;
import org.savevm4j.harness.inspect.TableStat;

/**
 * Target: the page table of a stream, which is counted, dumped, and compared with itself: whatever
 * the stream holds, the figures agree with one another.
 */
public final class InspectFuzz {

  private static final RunLimits LIMITS = new RunLimits();

  private InspectFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    LIMITS.run(input.length, () -> inspect(input));
  }

  private static void inspect(byte[] input) throws IOException {
    StreamSource source = StreamSource.of(Channels.newChannel(new ByteArrayInputStream(input)));
    PassFigures passes = new PassFigures();
    try (StreamContents contents = StreamContents.loadTable(source, List.of(), passes)) {
      AnalyzeFuzz.requireTyped(contents.fault());
      TableEntries table = contents.entries();
      if (table == null) {
        return;
      }
      TableStat stat = TableStat.of(table);
      StatJson.of(stat, passes.passes());
      new StatText(new PrintWriter(Writer.nullWriter())).print(stat, passes.passes());
      require(stat.valid() == dumped(table), "as many lines as valid slots");
      TableDiff diff = TableDiff.of(table, table, new DiffText(_ -> {}));
      require(diff.same() == stat.valid() && diff.changed() == 0, "no difference from itself");
    }
  }

  private static long dumped(TableEntries table) {
    long lines = 0;
    for (long slot = table.nextValid(0); slot < table.slots(); slot = table.nextValid(slot + 1)) {
      lines += EntryLine.of(slot, table.dword0(slot), table.dword1(slot)).isEmpty() ? 0 : 1;
    }
    return lines;
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}

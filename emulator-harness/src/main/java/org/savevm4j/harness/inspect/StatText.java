// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.savevm4j.backend.LapFigures;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.hpt.HptGeometry;

/** A table's figures for people. */
public final class StatText {

  private static final String ROW = "          %-16s  %10d  %5.1f %%%n";

  private final PrintWriter out;

  public StatText(PrintWriter out) {
    this.out = out;
  }

  /** Prints the figures, and what the stream's records come to, lap by lap. */
  public void print(TableStat stat, List<LapFigures> passes) {
    out.printf(
        Locale.ROOT,
        "htab      shift %d: %d slots in %d PTEGs%n",
        stat.shift(),
        stat.slots(),
        stat.ptegs());
    out.printf(
        Locale.ROOT,
        "valid     %d slots, %.1f %%%n",
        stat.valid(),
        percent(stat.valid(), stat.slots()));
    share("bolted", stat.bolted(), stat);
    share("primary", stat.valid() - stat.secondary(), stat);
    share("secondary", stat.secondary(), stat);
    share("R", stat.referenced(), stat);
    share("C", stat.changed(), stat);
    for (int bits = 0; bits < 16; bits++) {
      share("WIMG " + StatJson.wimg(bits), stat.ofWimg(bits), stat);
    }
    out.printf(Locale.ROOT, "pages     base/actual, where they differ%n");
    for (PageSize size : PageSize.values()) {
      share(EntryLine.size(size), stat.ofSize(size), stat);
    }
    share("of no known size", stat.ofSize(null), stat);
    out.printf(Locale.ROOT, "segments%n");
    share("256M", stat.ofSegment(SegmentSize.MIB_256), stat);
    share("1T", stat.ofSegment(SegmentSize.TIB_1), stat);
    share("reserved", stat.ofSegment(null), stat);
    out.printf(Locale.ROOT, "PTEGs     by their valid slots%n");
    for (int i = 0; i <= HptGeometry.SLOTS_PER_PTEG; i++) {
      out.printf(Locale.ROOT, ROW, i, stat.ptegsWith(i), percent(stat.ptegsWith(i), stat.ptegs()));
    }
    printRuns(stat.runs());
    printPasses(passes);
  }

  private void printRuns(Runs runs) {
    out.printf(
        Locale.ROOT,
        "runs      %d of valid slots in a row; %.3f slots on average, %d at most%n",
        runs.count(),
        runs.mean(),
        runs.longest());
    for (int power = 0; power <= runs.lastClass(); power++) {
      long from = 1L << power;
      String length = power == 0 ? "1" : from + " to " + (2 * from - 1);
      out.printf(
          Locale.ROOT,
          ROW,
          length,
          runs.ofClass(power),
          percent(runs.ofClass(power), runs.count()));
    }
  }

  private void printPasses(List<LapFigures> passes) {
    out.printf(Locale.ROOT, "passes       records       valid     invalid         bytes%n");
    int number = 1;
    for (LapFigures pass : passes) {
      out.printf(
          Locale.ROOT,
          "  %4d    %10d  %10d  %10d  %12d%n",
          number++,
          pass.records(),
          pass.validSlots(),
          pass.invalidSlots(),
          pass.bytes());
    }
  }

  /** A line for what there is some of. */
  private void share(String name, long count, TableStat stat) {
    if (count > 0) {
      out.printf(Locale.ROOT, ROW, name, count, percent(count, stat.valid()));
    }
  }

  private static double percent(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }
}

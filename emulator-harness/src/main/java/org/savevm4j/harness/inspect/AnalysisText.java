// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamExcerpt;
import org.savevm4j.harness.text.OneLine;

/** An analysis for people; names that the stream chose are shown as one line shows them. */
public final class AnalysisText {

  private final PrintWriter out;
  private final boolean full;

  /**
   * @param full whether long values of devices are printed whole
   */
  public AnalysisText(PrintWriter out, boolean full) {
    this.out = out;
    this.full = full;
  }

  /** Prints what there is, and the fault last, if there is one. */
  public void print(StreamAnalysis analysis) {
    if (analysis.machine() != null) {
      out.printf("machine   %s%n", OneLine.of(analysis.machine()));
      out.printf("vmdesc    %s%n", analysis.vmdesc() ? "yes" : "none");
      printSections(analysis);
      printHtab(analysis.htab());
      for (StreamAnalysis.RamInfo block : analysis.ram()) {
        out.printf(
            "ram       %s: %d bytes, sha256 %s%n",
            OneLine.of(block.block()), block.bytes(), digest(block.sha256()));
      }
      new DeviceText(out, full).print(analysis.devices());
    }
    printFault(analysis.fault());
  }

  private void printSections(StreamAnalysis analysis) {
    out.printf("sections%n");
    for (StreamAnalysis.SectionInfo section : analysis.sections()) {
      out.printf(
          "  %10d  %-5s  %-20s instance %-3d version %d  %12d bytes%n",
          section.id(),
          section.kind(),
          OneLine.of(section.name()),
          section.instance(),
          section.version(),
          section.bytes());
    }
  }

  private void printHtab(StreamAnalysis.@Nullable HtabInfo htab) {
    if (htab == null) {
      out.printf("htab      no section spapr/htab%n");
    } else if (htab.shift() == null) {
      out.printf("htab      none: the guest is radix%n");
    } else {
      out.printf(
          "htab      shift %d: %d valid slots, %d of them bolted%n"
              + "          %d records sent %d valid and %d invalid slots, %d end markers%n"
              + "          sha256 %s%n",
          htab.shift(),
          htab.valid(),
          htab.bolted(),
          htab.records(),
          htab.validSent(),
          htab.invalidSent(),
          htab.endMarkers(),
          digest(htab.sha256()));
    }
  }

  /** Where and why reading stopped, and the bytes there; prints nothing without a fault. */
  private void printFault(StreamAnalysis.@Nullable Fault fault) {
    if (fault == null) {
      return;
    }
    String section = fault.section();
    out.printf(
        "fault     %soffset %d (0x%x): %s%n",
        section == null ? "" : "section " + OneLine.of(section) + ", ",
        fault.offset(),
        fault.offset(),
        OneLine.of(fault.reason()));
    StreamExcerpt around = fault.around();
    if (around == null) {
      out.printf("          the bytes there came through a pipe and are gone%n");
    } else {
      HexLines.around(around, fault.offset()).forEach(line -> out.printf("  %s%n", line));
    }
  }

  private static String digest(@Nullable String sha256) {
    return sha256 == null ? "not computed: too large for a stream of this length" : sha256;
  }
}

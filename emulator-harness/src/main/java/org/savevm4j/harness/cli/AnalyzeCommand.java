// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.AnalysisJson;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.hmp.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pseries analyze}: says what is in a stream; status 1 if it has a fault. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Walks a pseries stream, QEMU's or ours, and tells what is in it.")
final class AnalyzeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The stream.")
  private Path file;

  @Mixin private PluginsArgument plugins;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    StreamAnalysis analysis;
    try (StreamContents contents = StreamContents.load(file, plugins.load())) {
      analysis = contents.analysis();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(AnalysisJson.of(analysis));
    } else if (analysis.machine() != null) {
      print(analysis, out);
    }
    out.flush();
    StreamAnalysis.Fault fault = analysis.fault();
    if (fault == null) {
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "pseries: " + StreamFault.line(file, fault.section(), fault.offset(), fault.reason()));
    err.flush();
    return 1;
  }

  private static void print(StreamAnalysis analysis, PrintWriter out) {
    out.printf("machine   %s%n", OneLine.of(analysis.machine()));
    out.printf("vmdesc    %s%n", analysis.vmdesc() ? "yes" : "none");
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
    StreamAnalysis.HtabInfo htab = analysis.htab();
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
    for (StreamAnalysis.RamInfo block : analysis.ram()) {
      out.printf(
          "ram       %s: %d bytes, sha256 %s%n",
          OneLine.of(block.block()), block.bytes(), digest(block.sha256()));
    }
  }

  private static String digest(@Nullable String sha256) {
    return sha256 == null ? "not computed: too large for a stream of this length" : sha256;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.AnalysisJson;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.inspect.AnalysisText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code pseries analyze}: says what is in a stream; status 1 if it has a fault. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Walks a pseries stream, QEMU's or ours, and tells what is in it.")
final class AnalyzeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      converter = StreamArgument.Converter.class,
      description = "The stream: a file, a named pipe, or - for standard input.")
  private StreamArgument stream;

  @Mixin private PluginsArgument plugins;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Option(
      names = "--records",
      description = "Print each record of the page table as well: offset, index, counts.")
  private boolean records;

  @Override
  public Integer call() throws IOException {
    try {
      return StreamFault.report(spec.commandLine(), stream, analyze());
    } catch (ReaderGoneException _) {
      return 0;
    }
  }

  /** Prints what is in the stream; answers its fault, or null. */
  private StreamAnalysis.@Nullable Fault analyze() throws IOException {
    BulkOutput out = new BulkOutput(spec.commandLine().getOut());
    StreamAnalysis analysis;
    if (json) {
      RecordJson each = records ? new RecordJson(out) : null;
      analysis = load(each == null ? RecordListener.DEAF : each);
      ObjectNode node = AnalysisJson.of(analysis);
      if (each == null) {
        out.line(node.toString());
      } else {
        each.end(node);
        out.line("");
      }
    } else {
      analysis = load(records ? new RecordLines(out) : RecordListener.DEAF);
      PrintWriter text = new PrintWriter(out);
      new AnalysisText(text).print(analysis);
    }
    out.flush();
    return analysis.fault();
  }

  private StreamAnalysis load(RecordListener listener) throws IOException {
    try (StreamContents contents = stream.load(plugins.load(), listener)) {
      return contents.analysis();
    }
  }
}

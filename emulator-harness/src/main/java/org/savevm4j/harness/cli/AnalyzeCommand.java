// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.AnalysisJson;
import org.savevm4j.harness.analyze.KeptState;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.inspect.AnalysisText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code pseries analyze}: says what is in a stream; status 1 if it has a fault. */
@Command(
    name = "analyze",
    description = "Walks a pseries stream, QEMU's or ours, and tells what is in it.")
final class AnalyzeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private InspectedStream stream;

  @Option(
      names = "--records",
      description = "Print each record of the page table as well: offset, index, counts.")
  private boolean records;

  @Option(
      names = "--full",
      description = "Show all of the devices' state, long arrays and bytes that nobody knows too.")
  private boolean full;

  @Override
  public Integer call() throws IOException {
    try {
      return StreamFault.report(spec.commandLine(), stream.name(), analyze());
    } catch (ReaderGoneException _) {
      return 0;
    }
  }

  /** Prints what is in the stream; answers its fault, or null. */
  private StreamAnalysis.@Nullable Fault analyze() throws IOException {
    try (BulkOutput out = new BulkOutput(spec.commandLine().getOut())) {
      StreamAnalysis analysis = stream.asJson() ? analyzeToJson(out) : analyzeToText(out);
      return analysis.fault();
    }
  }

  private StreamAnalysis analyzeToText(BulkOutput out) throws IOException {
    StreamAnalysis analysis = load(records ? new RecordLines(out) : RecordListener.DEAF);
    PrintWriter text = new PrintWriter(out);
    new AnalysisText(text, full).print(analysis);
    return analysis;
  }

  private StreamAnalysis analyzeToJson(BulkOutput out) throws IOException {
    RecordJson each = records ? new RecordJson(out) : null;
    StreamAnalysis analysis;
    try {
      analysis = load(each == null ? RecordListener.DEAF : each);
    } catch (ReaderGoneException gone) {
      throw gone;
    } catch (IOException unread) {
      print(InspectedStream.unread(unread), each, out);
      throw unread;
    }
    print(AnalysisJson.of(analysis), each, out);
    return analysis;
  }

  /** Ends the object of the records, or prints one that has none. */
  private static void print(ObjectNode json, @Nullable RecordJson records, BulkOutput out)
      throws IOException {
    if (records == null) {
      out.line(json.toString());
    } else {
      records.end(json);
    }
  }

  private StreamAnalysis load(RecordListener listener) throws IOException {
    try (StreamContents contents = stream.load(listener, full ? KeptState.FULL : KeptState.USUAL)) {
      return contents.analysis();
    }
  }
}

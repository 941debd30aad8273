// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.savevm4j.harness.analyze.AnalysisJson;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.TableEntries;
import org.savevm4j.harness.inspect.DiffJson;
import org.savevm4j.harness.inspect.DiffText;
import org.savevm4j.harness.inspect.TableDiff;
import org.savevm4j.section.SectionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code pseries htab diff}: what changed between two tables. Status 0 whether anything did or not,
 * since 1 says that a command failed.
 */
@Command(
    name = "diff",
    description = {
      "Compares the page tables of two streams, slot by slot: + is valid in the second alone, - in",
      "the first alone, ~ in both, with the fields that differ. The last line counts them.",
      "The exit status is 0 whether anything differs or not, 1 if they cannot be compared."
    })
final class HtabDiffCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "BEFORE",
      converter = StreamArgument.Converter.class,
      description = StreamArgument.DESCRIPTION)
  private StreamArgument before;

  @Parameters(
      index = "1",
      paramLabel = "AFTER",
      converter = StreamArgument.Converter.class,
      description = "Likewise.")
  private StreamArgument after;

  @Mixin private PluginsArgument plugins;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (before.isStandardInput() && after.isStandardInput()) {
      throw new ParameterException(
          spec.commandLine(), "standard input is one stream; only one of the two can be -");
    }
    try {
      compare(plugins.load());
    } catch (ReaderGoneException _) {
      // it has seen enough
    } catch (IOException failed) {
      if (json) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            failed instanceof FaultyStreamException faulty
                ? faulty.toJson()
                : InspectedStream.unread(failed));
        out.flush();
      }
      throw failed;
    }
    return 0;
  }

  private void compare(List<SectionProvider> providers) throws IOException {
    try (StreamContents first = before.loadTable(providers, RecordListener.DEAF);
        StreamContents second = after.loadTable(providers, RecordListener.DEAF)) {
      TableEntries old = table(before, first);
      TableEntries now = table(after, second);
      if (old.shift() != now.shift()) {
        throw new IOException(
            ("%s has a table of shift %d, %s one of shift %d: slots of tables of two sizes do not"
                    + " correspond; compare what htab stat tells of each")
                .formatted(before, old.shift(), after, now.shift()));
      }
      BulkOutput out = new BulkOutput(spec.commandLine().getOut());
      if (json) {
        diff(old, now, new JsonStream(out));
      } else {
        out.line(DiffText.summary(TableDiff.of(old, now, new DiffText(out::line))));
        out.flush();
      }
    }
  }

  /** The table of a stream that is right as far as it was read, since half a table says nothing. */
  private static TableEntries table(StreamArgument stream, StreamContents contents)
      throws IOException {
    if (contents.fault() != null) {
      throw new FaultyStreamException(stream, contents.fault());
    }
    TableEntries table = contents.entries();
    if (table == null) {
      throw new IOException(stream + ": " + StreamArgument.noTable(contents));
    }
    return table;
  }

  private static void diff(TableEntries old, TableEntries now, JsonStream out) throws IOException {
    out.write(
        generator -> {
          generator.writeStartObject();
          generator.writeNullProperty("fault");
          generator.writeNumberProperty("shift", old.shift());
          generator.writeArrayPropertyStart("slots");
        });
    TableDiff diff =
        TableDiff.of(
            old, now, new DiffJson(node -> out.write(generator -> generator.writePOJO(node))));
    out.write(JsonGenerator::writeEndArray);
    out.writeMembers(DiffJson.summary(diff));
    out.write(JsonGenerator::writeEndObject);
    out.end();
  }

  /** One of the two streams has a fault. */
  private static final class FaultyStreamException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient StreamArgument stream;
    private final transient StreamAnalysis.Fault fault;

    FaultyStreamException(StreamArgument stream, StreamAnalysis.Fault fault) {
      super(StreamFault.line(stream, fault));
      this.stream = stream;
      this.fault = fault;
    }

    /** As of one stream, and which of the two it is. */
    ObjectNode toJson() {
      ObjectNode root = JsonMapper.shared().createObjectNode();
      AnalysisJson.putFault(root, fault);
      root.withObject("fault").put("stream", stream.toString());
      return root;
    }
  }
}

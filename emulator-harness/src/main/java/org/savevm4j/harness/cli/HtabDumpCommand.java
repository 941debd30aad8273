// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.TableEntries;
import org.savevm4j.harness.inspect.EntryJson;
import org.savevm4j.harness.inspect.EntryLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pseries htab dump}: a line for each valid slot; status 1 if its stream has a fault. */
@Command(
    name = "dump",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the valid slots of the page table of a stream, a line each: slot, doubleword 0 and",
      "doubleword 1 in hex, bolted and secondary where it is that, and the size of the page."
    })
final class HtabDumpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      converter = StreamArgument.Converter.class,
      description = StreamArgument.DESCRIPTION)
  private StreamArgument stream;

  @Mixin private PluginsArgument plugins;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (StreamContents contents = stream.loadTable(plugins.load(), RecordListener.DEAF)) {
      StreamAnalysis.Fault fault = contents.fault();
      TableEntries table = contents.entries();
      if (table == null && fault == null) {
        throw new IOException(stream + ": " + StreamArgument.noTable(contents));
      }
      if (table != null) {
        BulkOutput out = new BulkOutput(spec.commandLine().getOut());
        if (json) {
          dump(table, new JsonStream(out));
        } else {
          dump(table, out);
        }
      }
      return StreamFault.report(spec.commandLine(), stream, fault);
    } catch (ReaderGoneException _) {
      return 0;
    }
  }

  private static void dump(TableEntries table, BulkOutput out) throws IOException {
    for (long slot = table.nextValid(0); slot < table.slots(); slot = table.nextValid(slot + 1)) {
      out.line(EntryLine.of(slot, table.dword0(slot), table.dword1(slot)));
    }
    out.flush();
  }

  private static void dump(TableEntries table, JsonStream out) throws IOException {
    out.write(
        generator -> {
          generator.writeStartObject();
          generator.writeNumberProperty("shift", table.shift());
          generator.writeArrayPropertyStart("entries");
        });
    for (long slot = table.nextValid(0); slot < table.slots(); slot = table.nextValid(slot + 1)) {
      long at = slot;
      out.write(
          generator -> generator.writePOJO(EntryJson.of(at, table.dword0(at), table.dword1(at))));
    }
    out.write(
        generator -> {
          generator.writeEndArray();
          generator.writeEndObject();
        });
    out.end();
  }
}

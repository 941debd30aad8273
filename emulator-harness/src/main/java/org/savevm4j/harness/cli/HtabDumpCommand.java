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
import org.savevm4j.harness.analyze.TableEntries;
import org.savevm4j.harness.inspect.EntryJson;
import org.savevm4j.harness.inspect.EntryLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code pseries htab dump}: a line for each valid slot; status 1 if its stream has a fault. */
@Command(
    name = "dump",
    description = {
      "Prints the valid slots of the page table of a stream, a line each: slot, doubleword 0 and",
      "doubleword 1 in hex, bolted and secondary where it is that, and the size of the page."
    })
final class HtabDumpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private InspectedStream stream;

  @Override
  public Integer call() throws IOException {
    PrintWriter printer = spec.commandLine().getOut();
    try (StreamContents contents = stream.loadTable(RecordListener.DEAF, printer)) {
      StreamAnalysis.Fault fault = contents.fault();
      TableEntries table = contents.entries();
      BulkOutput out = new BulkOutput(printer);
      if (stream.asJson()) {
        dump(table, fault, new JsonStream(out));
      } else if (table != null) {
        dump(table, out);
      }
      if (table == null && fault == null) {
        throw new IOException(stream.name() + ": " + StreamArgument.noTable(contents));
      }
      return StreamFault.report(spec.commandLine(), stream.name(), fault);
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

  /** Of no table, shift is null, and there are no entries. */
  private static void dump(
      @Nullable TableEntries table, StreamAnalysis.@Nullable Fault fault, JsonStream out)
      throws IOException {
    ObjectNode head = JsonMapper.shared().createObjectNode();
    AnalysisJson.putFault(head, fault);
    head.put("shift", table == null ? null : table.shift());
    out.write(JsonGenerator::writeStartObject);
    out.writeMembers(head);
    out.write(generator -> generator.writeArrayPropertyStart("entries"));
    if (table != null) {
      entries(table, out);
    }
    out.write(
        generator -> {
          generator.writeEndArray();
          generator.writeEndObject();
        });
    out.end();
  }

  private static void entries(TableEntries table, JsonStream out) throws IOException {
    for (long slot = table.nextValid(0); slot < table.slots(); slot = table.nextValid(slot + 1)) {
      long at = slot;
      out.write(
          generator -> generator.writePOJO(EntryJson.of(at, table.dword0(at), table.dword1(at))));
    }
  }
}

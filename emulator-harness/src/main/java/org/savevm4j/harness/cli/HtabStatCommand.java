// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.AnalysisJson;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.TableEntries;
import org.savevm4j.harness.inspect.PassFigures;
import org.savevm4j.harness.inspect.StatJson;
import org.savevm4j.harness.inspect.StatText;
import org.savevm4j.harness.inspect.TableStat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code pseries htab stat}: a page table in figures; status 1 if its stream has a fault. */
@Command(
    name = "stat",
    description = {
      "Tells the page table of a stream in figures: how full its groups are, runs of valid slots,",
      "sizes of pages, shares of bolted and other entries, and the records of each pass."
    })
final class HtabStatCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private InspectedStream stream;

  @Override
  public Integer call() throws IOException {
    PassFigures passes = new PassFigures();
    PrintWriter out = spec.commandLine().getOut();
    try (StreamContents contents = stream.loadTable(passes, out)) {
      TableEntries table = contents.entries();
      TableStat stat = table == null ? null : TableStat.of(table);
      if (stream.asJson()) {
        out.println(toJson(contents, stat, passes));
      } else if (stat != null) {
        new StatText(out).print(stat, passes.passes());
      } else if (contents.fault() == null) {
        out.println("htab      none: " + StreamArgument.noTable(contents));
      }
      out.flush();
      return StreamFault.report(spec.commandLine(), stream.name(), contents.fault());
    }
  }

  private static ObjectNode toJson(
      StreamContents contents, @Nullable TableStat stat, PassFigures passes) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    AnalysisJson.putFault(root, contents.fault());
    if (stat == null) {
      root.putNull("shift");
    } else {
      root.setAll(StatJson.of(stat, passes.passes()));
    }
    return root;
  }
}

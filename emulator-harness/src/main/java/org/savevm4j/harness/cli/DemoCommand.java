// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.savevm4j.harness.demo.Demo;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.demo.DemoOptions;
import org.savevm4j.harness.demo.DemoReport;
import org.savevm4j.harness.demo.DemoResult;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.qmp.QmpException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pseries demo}: a live migration between two emulators of this computer. */
@Command(
    name = "demo",
    description = {
      "Live-migrates a busy guest between two emulators over TCP on this computer, lets it run on, "
          + "and checks every mapping it believes in.",
      "In the JSON, downtime and total-time are in milliseconds, transferred and downtime-bytes in "
          + "bytes, update-rate is the slots that the guest changed a second before the migration.",
    })
final class DemoCommand implements Callable<Integer> {

  private static final long USUAL_UPDATE_RATE = 50_000;

  @ParentCommand private Pseries parent;

  @Spec private CommandSpec spec;

  @Mixin private GuestArguments guest;

  @Mixin private PluginsArgument plugins;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private ProgressOption progress;

  @Mixin private ReportOption report;

  @Override
  public Integer call() throws IOException, QmpException, DemoException, InterruptedException {
    DemoOptions options =
        new DemoOptions(
            OwnCommand.run(),
            arguments(),
            guest.workload() != Workload.IDLE,
            parent.debug(),
            report.folder());
    DemoResult result = Demo.run(options, progress.open());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    out.flush();
    DemoReport page = result.report();
    if (page.page() != null) {
      spec.commandLine().getErr().println("pseries: the report is " + page.page());
    }
    result.requirePassed();
    if (page.fault() != null) {
      throw new IOException("no report of it: " + Faults.message(page.fault()), page.fault());
    }
    return 0;
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(guest.toArguments(USUAL_UPDATE_RATE));
    arguments.addAll(plugins.toArguments());
    return arguments;
  }
}

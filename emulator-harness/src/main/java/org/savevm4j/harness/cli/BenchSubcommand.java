// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.storm.StormException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** What the benchmarks have in common: measure with a display, then print what came of it. */
abstract class BenchSubcommand implements Callable<Integer> {

  @ParentCommand private BenchCommand parent;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private ProgressOption progress;

  @Override
  public final Integer call()
      throws IOException,
          StormException,
          DemoException,
          QmpException,
          EmulatorException,
          InterruptedException {
    BenchOutcome outcome;
    try (Progress shown = display()) {
      outcome = measure(shown);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(outcome.text());
    out.flush();
    outcome.check().require();
    return 0;
  }

  /** Measures; whoever works says so on the display. */
  abstract BenchOutcome measure(Progress shown)
      throws IOException,
          StormException,
          DemoException,
          QmpException,
          EmulatorException,
          InterruptedException;

  Progress display() {
    return progress.open();
  }

  final CommandSpec spec() {
    return spec;
  }

  final boolean json() {
    return json;
  }

  final boolean debug() {
    return parent.debug();
  }

  /** Shows so many pieces of this benchmark from now on. */
  final Work work(Progress shown, String unit) {
    Work work = Work.of("bench " + spec.name(), unit);
    shown.show(work);
    return work;
  }

  /** The same for pieces each of which leaves a line above the display. */
  final Consumer<String> lines(Progress shown, String unit, long total) {
    Work work = work(shown, unit);
    work.total(total);
    return line -> {
      work.done(1);
      shown.line(line);
    };
  }

  final BenchOutcome outcome(ObjectNode object, String text) {
    return outcome(object, text, () -> {});
  }

  final BenchOutcome outcome(ObjectNode object, String text, BenchOutcome.Check check) {
    return new BenchOutcome(json ? object + System.lineSeparator() : text, check);
  }

  final int oneOrMore(String option, int value) {
    if (value < 1) {
      throw wrong(option + " is 1 or more");
    }
    return value;
  }

  final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

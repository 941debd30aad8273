// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.tablebench.Forks;
import org.savevm4j.harness.tablebench.PlainLibrary;
import org.savevm4j.harness.tablebench.TableBench;
import org.savevm4j.harness.tablebench.TableBenchResult;
import org.savevm4j.hpt.HptGeometry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The benchmarks of a table, each run by forks of this program. */
abstract class BenchTableSubcommand extends BenchSubcommand {

  private static final String TIMES = " In several JVMs one after another; times are CPU times.";
  private static final String NEXT_TO_C =
      " Next to a plain loop in C in the same process; c-over-java is how many times as long C"
          + " takes."
          + TIMES;

  /** 4 GiB; a quarter of the computer's memory and more is needed beyond that. */
  private static final int MAX_SHIFT = 32;

  /** What a fork is given instead of a library where there is none. */
  private static final String NO_LIBRARY = "none";

  private final TableBench bench;

  @Option(
      names = "--htab-shift",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "A page table of 2 to the N bytes, 18 to 32 (default: ${DEFAULT-VALUE}, which the goals"
              + " are for).")
  private int shift;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Rounds that count, of each JVM (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "3",
      description = "JVMs one after another (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(names = "--markdown", description = "Print a table in Markdown.")
  private boolean markdown;

  /** This process is a fork: the library to compare with. */
  @Option(names = "--as-fork", paramLabel = "LIBRARY", hidden = true)
  private @Nullable String fork;

  /** What it measures, if not all. */
  @Option(names = "--only-table", paramLabel = "LETTER", hidden = true)
  private @Nullable String table;

  private BenchTableSubcommand(TableBench bench) {
    this.bench = bench;
  }

  /** A fork is a part of another process's work, which shows how that goes. */
  @Override
  final Progress display() {
    return fork != null ? Progress.none() : super.display();
  }

  @Override
  final BenchOutcome measure(Progress shown) throws IOException, InterruptedException {
    if (shift < HptGeometry.MIN_SHIFT || shift > MAX_SHIFT) {
      throw wrong("--htab-shift is " + HptGeometry.MIN_SHIFT + " to " + MAX_SHIFT);
    }
    oneOrMore("--forks", forks);
    oneOrMore("--rounds", rounds);
    if (json() && markdown) {
      throw wrong("--json and --markdown exclude each other");
    }
    if (fork != null) {
      Path library = fork.equals(NO_LIBRARY) ? null : Path.of(fork);
      ObjectNode rows = bench.runHere(table, shift, rounds, library);
      return new BenchOutcome(rows + System.lineSeparator(), () -> {});
    }
    TableBenchResult result = runForks(work(shown, "parts"));
    return outcome(result.toJson(), markdown ? result.toMarkdown() : result.toText());
  }

  private TableBenchResult runForks(Work work) throws IOException, InterruptedException {
    if (!bench.comparesWithC()) {
      return run(commands(NO_LIBRARY), work);
    }
    Optional<PlainLibrary> compiled = PlainLibrary.compile();
    if (compiled.isEmpty()) {
      spec().commandLine().getErr().println("pseries: " + PlainLibrary.noCompiler());
      return run(commands(NO_LIBRARY), work);
    }
    try (PlainLibrary library = compiled.get()) {
      return run(commands(library.file().toString()), work);
    }
  }

  private TableBenchResult run(List<List<String>> commands, Work work)
      throws IOException, InterruptedException {
    work.total((long) forks * commands.size());
    return new Forks(commands, forks).run(work::next);
  }

  private List<List<String>> commands(String library) {
    List<String> all = command(library);
    if (bench.tables().isEmpty()) {
      return List.of(all);
    }
    List<List<String>> commands = new ArrayList<>();
    for (String letter : bench.tables()) {
      List<String> one = new ArrayList<>(all);
      one.add("--only-table=" + letter);
      commands.add(one);
    }
    return commands;
  }

  private List<String> command(String library) {
    List<String> command = new ArrayList<>(OwnCommand.bench());
    command.addAll(
        List.of(
            bench.word(), "--htab-shift=" + shift, "--rounds=" + rounds, "--as-fork=" + library));
    return command;
  }

  /** {@code pseries bench passes}. */
  @Command(
      name = "passes",
      description =
          "First passes over several tables, and later ones of which little or much changed."
              + NEXT_TO_C)
  static final class Passes extends BenchTableSubcommand {
    Passes() {
      super(TableBench.PASSES);
    }
  }

  /** {@code pseries bench load}. */
  @Command(name = "load", description = "First passes loaded into an empty table." + NEXT_TO_C)
  static final class Load extends BenchTableSubcommand {
    Load() {
      super(TableBench.LOAD);
    }
  }

  /** {@code pseries bench marking}. */
  @Command(name = "marking", description = "What marks cost each change of the guest." + TIMES)
  static final class Marking extends BenchTableSubcommand {
    Marking() {
      super(TableBench.MARKING);
    }
  }
}

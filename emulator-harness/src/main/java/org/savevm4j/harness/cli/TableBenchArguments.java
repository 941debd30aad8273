// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.tablebench.Forks;
import org.savevm4j.harness.tablebench.PlainLibrary;
import org.savevm4j.harness.tablebench.TableBench;
import org.savevm4j.harness.tablebench.TableBenchResult;
import org.savevm4j.hpt.HptGeometry;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the benchmarks of a table, and how they are run: by forks of this program. */
final class TableBenchArguments {

  /** 4 GiB; a quarter of the computer's memory and more is needed beyond that. */
  private static final int MAX_SHIFT = 32;

  /** What a fork is given instead of a library where there is none. */
  private static final String NO_LIBRARY = "none";

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "JVMs one after another, for passes, load and marking; default ${DEFAULT-VALUE}.")
  private int forks;

  @Option(
      names = "--markdown",
      description = "Print a table in Markdown, for passes, load and marking.")
  private boolean markdown;

  /** This process is a fork: the library to compare with. */
  @Option(names = "--as-fork", paramLabel = "LIBRARY", hidden = true)
  private @Nullable String fork;

  /** What it measures, if not all. */
  @Option(names = "--only-table", paramLabel = "LETTER", hidden = true)
  private @Nullable String table;

  /** Whether this process is a part of another one's work, which shows how that goes. */
  boolean isFork() {
    return fork != null;
  }

  /** Measures, and answers what is to be printed. */
  String run(
      CommandLine commandLine, TableBench bench, int shift, int rounds, boolean json, Work work)
      throws IOException, InterruptedException {
    if (shift < HptGeometry.MIN_SHIFT || shift > MAX_SHIFT) {
      throw new ParameterException(
          commandLine, "--htab-shift is " + HptGeometry.MIN_SHIFT + " to " + MAX_SHIFT);
    }
    if (forks < 1) {
      throw new ParameterException(commandLine, "--forks is 1 or more");
    }
    if (json && markdown) {
      throw new ParameterException(commandLine, "--json and --markdown exclude each other");
    }
    if (fork != null) {
      Path library = fork.equals(NO_LIBRARY) ? null : Path.of(fork);
      return bench.runHere(table, shift, rounds, library) + System.lineSeparator();
    }
    TableBenchResult result = runForks(commandLine, bench, shift, rounds, work);
    if (json) {
      return result.toJson() + System.lineSeparator();
    }
    return markdown ? result.toMarkdown() : result.toText();
  }

  private TableBenchResult runForks(
      CommandLine commandLine, TableBench bench, int shift, int rounds, Work work)
      throws IOException, InterruptedException {
    if (!bench.comparesWithC()) {
      return run(commands(bench, shift, rounds, NO_LIBRARY), work);
    }
    Optional<PlainLibrary> compiled = PlainLibrary.compile();
    if (compiled.isEmpty()) {
      commandLine.getErr().println("pseries: " + PlainLibrary.noCompiler());
      return run(commands(bench, shift, rounds, NO_LIBRARY), work);
    }
    try (PlainLibrary library = compiled.get()) {
      return run(commands(bench, shift, rounds, library.file().toString()), work);
    }
  }

  private TableBenchResult run(List<List<String>> commands, Work work)
      throws IOException, InterruptedException {
    work.total((long) forks * commands.size());
    return new Forks(commands, forks).run(work::next);
  }

  private static List<List<String>> commands(
      TableBench bench, int shift, int rounds, String library) {
    List<String> all = command(bench, shift, rounds, library);
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

  private static List<String> command(TableBench bench, int shift, int rounds, String library) {
    List<String> command = new ArrayList<>(OwnCommand.bench());
    command.addAll(
        List.of(
            bench.word(), "--htab-shift=" + shift, "--rounds=" + rounds, "--as-fork=" + library));
    return command;
  }
}

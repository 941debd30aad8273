// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a benchmark in several JVMs, one after another.
 *
 * @param commands each starts one for a part of the benchmark, which writes its report to standard
 *     output; its errors go where ours go
 * @param count how many times, 1 or more
 */
public record Forks(List<List<String>> commands, int count) {

  public Forks {
    commands = commands.stream().map(List::copyOf).toList();
  }

  /**
   * Runs them all.
   *
   * @param progress is told which part of which fork starts
   * @return the rounds of all forks together
   * @throws IOException also if one fails, having told why on standard error
   */
  public TableBenchResult run(Consumer<String> progress) throws IOException, InterruptedException {
    List<Row> all = new ArrayList<>();
    for (int fork = 1; fork <= count; fork++) {
      String name = "fork " + fork + " of " + count;
      List<Row> rows = one(name, progress);
      all = fork == 1 ? rows : together(name, all, rows);
    }
    return new TableBenchResult(all);
  }

  private List<Row> one(String name, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (List<String> command : commands) {
      progress.accept(name + ", part " + (commands.indexOf(command) + 1));
      rows.addAll(part(name, command));
    }
    return rows;
  }

  private static List<Row> part(String name, List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try {
      process.getOutputStream().close();
      byte[] report = process.getInputStream().readAllBytes();
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(name + " ended with status " + status);
      }
      return ForkReport.parse(report);
    } finally {
      process.destroy();
    }
  }

  static List<Row> together(String name, List<Row> before, List<Row> fork) throws IOException {
    List<Row> both = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (fork.size() != before.size() || !before.get(i).isSameAs(fork.get(i))) {
        throw new IOException(name + " measured other things than those before it");
      }
      both.add(before.get(i).and(fork.get(i)));
    }
    return both;
  }
}

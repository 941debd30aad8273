// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.flips.ChecksumCost;
import org.savevm4j.harness.flips.CostResult;
import org.savevm4j.harness.flips.FlipResult;
import org.savevm4j.harness.flips.Flips;
import org.savevm4j.harness.kills.KillOptions;
import org.savevm4j.harness.kills.KillResult;
import org.savevm4j.harness.kills.Kills;
import org.savevm4j.harness.latency.LatencyBench;
import org.savevm4j.harness.latency.LatencyResult;
import org.savevm4j.harness.packedbench.PackedBench;
import org.savevm4j.harness.packedbench.PackedBenchResult;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.storm.Storm;
import org.savevm4j.harness.storm.StormException;
import org.savevm4j.harness.storm.StormOptions;
import org.savevm4j.harness.storm.StormRecord;
import org.savevm4j.harness.storm.StormResult;
import org.savevm4j.harness.switchover.SwitchoverBench;
import org.savevm4j.harness.switchover.SwitchoverOptions;
import org.savevm4j.harness.switchover.SwitchoverResult;
import org.savevm4j.harness.tablebench.TableBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pseries bench}: measures; rows have a name, median, min and max. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a benchmark; --list names them.",
      "storm: migrates a busy guest on and on, while its table is resized, reset, or given up for "
          + "radix and taken again, and checks all that the guest believes after each migration.",
      "kills: kills emulators (source, destination, both, while they save a snapshot) or cuts their"
          + " link at random moments, tells what became of the others, and ends with status 1 if"
          + " that is not allowed, or if a guest that goes on finds anything other than it left"
          + " it.",
      "packed: packs the tables of real guests in the packed format, by its codec alone and by LZ4"
          + " alone, and tells bytes and speeds. A percent is of the classic records' bytes, and a"
          + " MB is 10^6 of those, whatever a way makes of them.",
      "passes, load, marking: a table saved, loaded, and marked by its guest, next to a plain loop "
          + "in C in the same process, in several JVMs one after another. Times are CPU times. "
          + "c-over-java is how many times as long C takes.",
      "switchover: migrates guests with tables of several sizes, idle and busy, between processes, "
          + "and tells the downtime, the table's part of it and the table's bytes in it; a table "
          + "of 2^N bytes is that of a guest with 2^(N+7) bytes of RAM, all mapped.",
      "link: the same through links of some bits a second; a token bucket stands between the "
          + "emulators, on unix sockets.",
      "latency: how long H_ENTER, H_REMOVE and H_PROTECT take a guest while it migrates, "
          + "against before; in ns.",
      "flips: flips single bits of a stream with x-section-checksum on, and of one with it off, "
          + "loads each, tells what found them, and ends with status 1 if one goes unfound with it "
          + "on.",
      "checksum: what x-section-checksum costs: a machine saved into nothing and loaded from "
          + "memory, and laps over a table, with it on and off."
    })
final class BenchCommand implements Callable<Integer> {

  private static final String STORM = "storm";
  private static final String KILLS = "kills";
  private static final String PACKED = "packed";
  private static final String SWITCHOVER = "switchover";
  private static final String LINK = "link";
  private static final String LATENCY = "latency";
  private static final String FLIPS = "flips";
  private static final String CHECKSUM = "checksum";
  private static final long LATENCY_RATE = 50_000;
  private static final long LATENCY_WINDOW_MILLIS = 1500;

  @ParentCommand private Pseries parent;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Which; --list names them.")
  private @Nullable String name;

  @Option(names = "--list", description = "Name the benchmarks.")
  private boolean list;

  @Option(
      names = "--migrations",
      paramLabel = "N",
      defaultValue = "20",
      description = "Migrations of storm; default ${DEFAULT-VALUE}.")
  private int migrations;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What storm, kills and flips draw their plans from; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "30",
      description = "Kills of kills; default ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--flips",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Flips of flips in each stream; default ${DEFAULT-VALUE}.")
  private int flips;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Rounds that count (default 20); migrations of each guest of switchover and link, and "
              + "windows of latency (default 5); none for storm, kills and flips.")
  private @Nullable Integer rounds;

  @Mixin private SwitchoverArguments switchover;

  @Mixin private TableBenchArguments tables;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--progress",
      description = "Show progress even where standard error is no terminal.")
  private boolean progress;

  @Override
  public Integer call()
      throws IOException,
          StormException,
          DemoException,
          QmpException,
          EmulatorException,
          InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<TableBench> tableBench = TableBench.named(name);
    if (list) {
      out.println(STORM);
      out.println(KILLS);
      out.println(PACKED);
      for (TableBench bench : TableBench.values()) {
        out.println(bench.word());
      }
      out.println(SWITCHOVER);
      out.println(LINK);
      out.println(LATENCY);
      out.println(FLIPS);
      out.println(CHECKSUM);
    } else if (STORM.equals(name)) {
      StormResult result = storm();
      out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    } else if (KILLS.equals(name)) {
      kills(out);
    } else if (PACKED.equals(name)) {
      PackedBenchResult result = PackedBench.run(rounds(20));
      out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    } else if (SWITCHOVER.equals(name) || LINK.equals(name)) {
      SwitchoverOptions options =
          switchover.toOptions(LINK.equals(name), rounds(5), parent.debug());
      SwitchoverResult result = SwitchoverBench.run(options, this::progress);
      out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    } else if (LATENCY.equals(name)) {
      LatencyResult result = LatencyBench.run(rounds(5), LATENCY_RATE, LATENCY_WINDOW_MILLIS);
      out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    } else if (FLIPS.equals(name)) {
      flips(out);
    } else if (CHECKSUM.equals(name)) {
      CostResult result = ChecksumCost.run(rounds(20));
      out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    } else if (tableBench.isPresent()) {
      out.print(
          tables.run(
              spec.commandLine(),
              tableBench.get(),
              switchover.tableShift(),
              rounds(20),
              json,
              this::progress));
    } else {
      throw new ParameterException(
          spec.commandLine(),
          name == null
              ? "a benchmark's name is missing; --list names them"
              : "no benchmark " + name + "; --list names them");
    }
    out.flush();
    return 0;
  }

  private int rounds(int usual) {
    int wanted = rounds == null ? usual : rounds;
    if (wanted < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds is 1 or more");
    }
    return wanted;
  }

  private StormResult storm() throws IOException, StormException, InterruptedException {
    if (migrations < 1) {
      throw new ParameterException(spec.commandLine(), "--migrations is 1 or more");
    }
    return Storm.run(new StormOptions(migrations, seed), record -> progress(line(record)));
  }

  private void kills(PrintWriter out) throws IOException, DemoException, InterruptedException {
    if (kills < 1) {
      throw new ParameterException(spec.commandLine(), "--kills is 1 or more");
    }
    KillResult result =
        Kills.run(
            new KillOptions(OwnCommand.run(), kills, seed), record -> progress(record.line()));
    out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    out.flush();
    result.requirePassed();
  }

  private void flips(PrintWriter out) throws IOException, EmulatorException, InterruptedException {
    if (flips < 1) {
      throw new ParameterException(spec.commandLine(), "--flips is 1 or more");
    }
    FlipResult result = Flips.run(flips, seed, this::progress);
    out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    out.flush();
    result.requireAllFound();
  }

  private static String line(StormRecord record) {
    return "migration %d: %s at %s: %s"
        .formatted(
            record.number(),
            record.event().word(),
            record.moment().word(),
            record.outcome().word());
  }

  private void progress(String line) {
    if (progress || StandardStream.ERROR.isTerminal()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(line);
      err.flush();
    }
  }
}

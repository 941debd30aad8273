// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.storm.Storm;
import org.savevm4j.harness.storm.StormException;
import org.savevm4j.harness.storm.StormOptions;
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
import tools.jackson.databind.node.ObjectNode;

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

  @Mixin private ProgressOption progress;

  @Override
  public Integer call()
      throws IOException,
          StormException,
          DemoException,
          QmpException,
          EmulatorException,
          InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      names().forEach(out::println);
      out.flush();
      return 0;
    }
    if (!names().contains(name)) {
      throw new ParameterException(
          spec.commandLine(),
          name == null
              ? "a benchmark's name is missing; --list names them"
              : "no benchmark " + name + "; --list names them");
    }
    BenchOutcome outcome;
    try (Progress shown = tables.isFork() ? Progress.none() : progress.open()) {
      outcome = measure(shown);
    }
    out.print(outcome.text());
    out.flush();
    outcome.check().require();
    return 0;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of(STORM, KILLS, PACKED));
    for (TableBench bench : TableBench.values()) {
      names.add(bench.word());
    }
    names.addAll(List.of(SWITCHOVER, LINK, LATENCY, FLIPS, CHECKSUM));
    return names;
  }

  private BenchOutcome measure(Progress shown)
      throws IOException,
          StormException,
          DemoException,
          QmpException,
          EmulatorException,
          InterruptedException {
    return switch (name) {
      case STORM -> {
        StormResult result = storm(shown);
        yield outcome(result.toJson(), result.toText());
      }
      case KILLS -> {
        KillResult result = kills(shown);
        yield outcome(result.toJson(), result.toText(), result::requirePassed);
      }
      case PACKED -> {
        PackedBenchResult result = PackedBench.run(rounds(20), work(shown, "ways"));
        yield outcome(result.toJson(), result.toText());
      }
      case SWITCHOVER, LINK -> {
        SwitchoverResult result = switchover(shown);
        yield outcome(result.toJson(), result.toText());
      }
      case LATENCY -> {
        LatencyResult result =
            LatencyBench.run(
                rounds(5), LATENCY_RATE, LATENCY_WINDOW_MILLIS, work(shown, "windows"));
        yield outcome(result.toJson(), result.toText());
      }
      case FLIPS -> {
        requireOneOrMore("--flips", flips);
        FlipResult result = Flips.run(flips, seed, work(shown, "flips"));
        yield outcome(result.toJson(), result.toText(), result::requireAllFound);
      }
      case CHECKSUM -> {
        CostResult result = ChecksumCost.run(rounds(20), work(shown, "rounds"));
        yield outcome(result.toJson(), result.toText());
      }
      case null, default -> {
        String text =
            tables.run(
                spec.commandLine(),
                TableBench.named(name).orElseThrow(),
                switchover.tableShift(),
                rounds(20),
                json,
                work(shown, "parts"));
        yield new BenchOutcome(text, () -> {});
      }
    };
  }

  /** Shows so many pieces of this benchmark from now on. */
  private Work work(Progress shown, String unit) {
    Work work = Work.of("bench " + name, unit);
    shown.show(work);
    return work;
  }

  private static void done(Work work, Progress shown, String line) {
    work.done(1);
    shown.line(line);
  }

  private int rounds(int usual) {
    int wanted = rounds == null ? usual : rounds;
    requireOneOrMore("--rounds", wanted);
    return wanted;
  }

  private void requireOneOrMore(String option, int value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " is 1 or more");
    }
  }

  private StormResult storm(Progress shown)
      throws IOException, StormException, InterruptedException {
    requireOneOrMore("--migrations", migrations);
    Work work = work(shown, "migrations");
    work.total(migrations);
    return Storm.run(
        new StormOptions(migrations, seed), record -> done(work, shown, record.line()));
  }

  private KillResult kills(Progress shown) throws IOException, DemoException, InterruptedException {
    requireOneOrMore("--kills", kills);
    Work work = work(shown, "kills");
    work.total(kills);
    return Kills.run(
        new KillOptions(OwnCommand.run(), kills, seed), record -> done(work, shown, record.line()));
  }

  private SwitchoverResult switchover(Progress shown)
      throws IOException, DemoException, QmpException, InterruptedException {
    SwitchoverOptions options = switchover.toOptions(LINK.equals(name), rounds(5), parent.debug());
    Work work = work(shown, "switchovers");
    work.total(options.switchovers());
    return SwitchoverBench.run(options, line -> done(work, shown, line));
  }

  private BenchOutcome outcome(ObjectNode object, String text) {
    return outcome(object, text, () -> {});
  }

  private BenchOutcome outcome(ObjectNode object, String text, BenchOutcome.Check check) {
    return new BenchOutcome(json ? object + System.lineSeparator() : text, check);
  }
}

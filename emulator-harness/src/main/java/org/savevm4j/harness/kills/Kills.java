// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.demo.DemoOptions;
import org.savevm4j.harness.qmp.QmpException;

/** Kills emulators on the caller's thread; see the description of this package. */
public final class Kills implements AutoCloseable {

  private static final long STREAM = 1_000_003;

  private final KillOptions options;
  private final Path folder;
  private final DemoOptions emulators;
  private final SavevmKill savevm;
  private int started;

  /** Where the guest runs, between two kills. */
  private @Nullable Victim here;

  /** Starts while the kill before goes on. */
  private @Nullable Victim next;

  private Kills(KillOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
    this.emulators =
        new DemoOptions(
            options.launcher(),
            List.of(
                "--memory=64M",
                "--workload=mix",
                "--update-rate=20000",
                "--no-rehearsal",
                "--seed=" + options.seed()),
            true,
            false);
    this.savevm = new SavevmKill(folder, emulators);
  }

  /**
   * Kills, with all files in a temporary folder, and ends all that it started.
   *
   * @param progress receives each kill when its outcome is known
   * @throws DemoException if no emulator starts
   */
  public static KillResult run(KillOptions options, Consumer<KillRecord> progress)
      throws IOException, DemoException, InterruptedException {
    Path folder = Files.createTempDirectory("pseries-kills");
    long begin = System.nanoTime();
    try (Kills kills = new Kills(options, folder)) {
      List<KillRecord> records = new ArrayList<>();
      for (int number = 1; number <= options.kills(); number++) {
        KillRecord record = kills.kill(number);
        records.add(record);
        progress.accept(record);
      }
      return new KillResult(options.seed(), records, System.nanoTime() - begin);
    } finally {
      delete(folder);
    }
  }

  private KillRecord kill(int number) throws IOException, DemoException, InterruptedException {
    SplittableRandom random = new SplittableRandom(options.seed() * STREAM + number);
    KillPlan plan = KillPlan.draw(random);
    try {
      return plan.kind() == KillKind.SAVEVM_KILLED
          ? savevm.run(number, random)
          : migrationKill(number, plan);
    } catch (IOException | QmpException | DemoException broken) {
      // whatever it is that is not as it should be: it counts, and the next begins anew
      leave();
      return new KillRecord(
          number,
          plan.kind(),
          plan.returnPath(),
          plan.moment().words(),
          SideOutcome.STUCK.words(),
          SideOutcome.STUCK.words(),
          false,
          0,
          0,
          String.valueOf(broken.getMessage()));
    }
  }

  private KillRecord migrationKill(int number, KillPlan plan)
      throws IOException, QmpException, DemoException, InterruptedException {
    Victim source = here != null ? here : start(List.of());
    here = source;
    Victim destination = next != null ? next : startNext();
    next = null;
    here = null;
    KillRecord record;
    try {
      destination.monitor();
      next = startNext();
      record = new MigrationKill(plan, source, destination).run(number);
    } catch (IOException | QmpException | DemoException | InterruptedException broken) {
      source.close();
      destination.close();
      throw broken;
    }
    keepSurvivor(source, destination, record.allowed());
    return record;
  }

  /** At most one of them is left when all went well. */
  private void keepSurvivor(Victim source, Victim destination, boolean well) throws IOException {
    if (!well) {
      source.close();
      destination.close();
    } else if (destination.process().isAlive()) {
      here = destination;
    } else if (source.process().isAlive()) {
      here = source;
    }
  }

  private Victim startNext() throws IOException, DemoException {
    return start(List.of("--incoming", "defer"));
  }

  private Victim start(List<String> arguments) throws IOException, DemoException {
    return Victim.start("e" + ++started, folder, emulators, arguments);
  }

  private void leave() throws IOException {
    for (Victim victim : new Victim[] {here, next}) {
      if (victim != null) {
        victim.close();
      }
    }
    here = null;
    next = null;
    savevm.close();
  }

  @Override
  public void close() throws IOException {
    leave();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}

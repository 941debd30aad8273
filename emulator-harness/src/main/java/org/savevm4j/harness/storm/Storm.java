// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.board.MigrationInfo;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.GuestStatus;
import org.savevm4j.harness.guest.Workload;

/** Runs a storm on the caller's thread; see the description of this package. */
public final class Storm {

  private static final long MEMORY = 128L << 20;
  private static final int VCPUS = 2;

  /** Few pages, so that passes are short and many; what two vCPUs need at least. */
  private static final int WORKING_SET_PAGES = 192;

  /** For one migration with all that belongs to it, in seconds: a hundred times what it takes. */
  private static final long DEADLINE = 60;

  /** ns between looks whether something has happened. */
  private static final long LOOK = 1_000_000;

  private final StormOptions options;
  private final Path folder;
  private final Consumer<StormRecord> progress;

  private Storm(StormOptions options, Path folder, Consumer<StormRecord> progress) {
    this.options = options;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Runs a storm, with its sockets in a temporary folder.
   *
   * @param progress receives each migration when it is checked
   * @throws StormException if a migration fails or takes too long, or the guest finds anything
   *     other than it left it
   * @throws IOException if there can be no folder or socket
   */
  public static StormResult run(StormOptions options, Consumer<StormRecord> progress)
      throws IOException, StormException, InterruptedException {
    Path folder = Files.createTempDirectory("storm");
    try {
      return new Storm(options, folder, progress).run();
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  private StormResult run() throws IOException, StormException, InterruptedException {
    List<StormRecord> records = new ArrayList<>();
    Emulator here = open(0, null);
    try {
      here.start();
      for (int number = 1; number <= options.migrations(); number++) {
        String uri = "unix:" + folder.resolve("m" + number);
        Emulator source = here;
        here = open(number, uri);
        try (source) {
          records.add(migrate(number, source, here, uri));
        }
        progress.accept(records.getLast());
      }
    } finally {
      here.close();
    }
    return new StormResult(options.seed(), records);
  }

  private Emulator open(int number, @Nullable String incoming) throws IOException, StormException {
    GuestOptions guest = new GuestOptions(Workload.MIX, 0, options.seed(), WORKING_SET_PAGES);
    try {
      return Emulator.open(
          new EmulatorOptions(MEMORY, VCPUS, null, incoming, false, guest)
              .withHtabBackend(options.htabBackend()));
    } catch (EmulatorException failed) {
      throw failure(number, "no emulator: " + failed.getMessage(), failed);
    }
  }

  private StormRecord migrate(int number, Emulator source, Emulator destination, String uri)
      throws StormException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE);
    StormPlan plan = null;
    try {
      GuestStatus before = source.guestStatus();
      plan = StormPlan.draw(new SplittableRandom(options.seed() * 1_000_003 + number), before);
      StormMigration migration = new StormMigration(source, plan, before);
      String end = migration.run(uri, deadline);
      if (!end.equals("completed")) {
        throw new EmulatorException("the source ends " + end + ": " + source.queryMigrate());
      }
      awaitArrival(destination, deadline);
      long mappings = check(destination);
      StormOutcome outcome =
          migration.refusal() != null ? StormOutcome.LATE : outcome(plan, destination, deadline);
      mappings += check(destination);
      return record(number, plan, migration, outcome, source, mappings);
    } catch (EmulatorException | IllegalStateException failed) {
      throw failure(number, "plan " + plan + ": " + failed.getMessage(), failed);
    }
  }

  private static StormRecord record(
      int number,
      StormPlan plan,
      StormMigration migration,
      StormOutcome outcome,
      Emulator source,
      long mappings) {
    MigrationInfo figures = source.queryMigrate();
    return new StormRecord(
        number,
        plan.event(),
        migration.moment(),
        outcome,
        migration.passes(),
        figures.htab().getOrDefault("passes", 0L),
        figures.downtimeNanos(),
        figures.totalTimeNanos(),
        mappings);
  }

  /** The source hears of the arrival a little before the destination calls itself through. */
  private static void awaitArrival(Emulator destination, long deadline) throws EmulatorException {
    while (!destination.queryMigrate().status().equals("completed")) {
      requireInTime(deadline, "the destination is stuck: " + destination.queryMigrate());
    }
  }

  private static StormOutcome outcome(StormPlan plan, Emulator destination, long deadline)
      throws EmulatorException {
    if (!plan.event().isAnswered()) {
      return StormOutcome.DONE;
    }
    GuestStatus guest = destination.guestStatus();
    while (guest.eventPending()) {
      requireInTime(deadline, "the guest does not answer: " + guest);
      guest = destination.guestStatus();
    }
    return guest.answer() == 0 ? StormOutcome.DONE : StormOutcome.REFUSED;
  }

  private static void requireInTime(long deadline, String otherwise) throws EmulatorException {
    if (System.nanoTime() > deadline) {
      throw new EmulatorException(otherwise);
    }
    LockSupport.parkNanos(LOOK);
  }

  /** Answers how many mappings were compared. */
  private static long check(Emulator emulator) throws EmulatorException {
    GuestCheckResult result = emulator.guestCheck();
    if (result.mismatches() != 0) {
      throw new EmulatorException(
          result.mismatches() + " mismatches, first " + result.firstMismatches());
    }
    return result.checked();
  }

  private StormException failure(int number, String what, Exception cause) {
    return new StormException(
        "migration " + number + " of the storm with seed " + options.seed() + ", " + what, cause);
  }
}

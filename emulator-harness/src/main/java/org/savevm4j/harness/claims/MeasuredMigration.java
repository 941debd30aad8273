// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.board.MigrationInfo;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.links.CarriedLink;
import org.savevm4j.harness.savevm.MigrationParameters;

/** One migration between two emulators of this process, through a {@link CarriedLink}. */
final class MeasuredMigration implements EmulatorListener {

  /** Live goes on until what is left takes this many ms, the first pass or so of a busy guest. */
  private static final long DOWNTIME_LIMIT = 20;

  /** Laps over RAM after which it is ended, however long the stop takes. */
  private static final long MOST_PASSES = 12;

  private static final long ENDING_LIMIT = 60_000;
  private static final long DEADLINE_SECONDS = 60;
  private static final long LOOK_NANOS = 2_000_000;

  private final Emulator source;
  private final long bytesPerSecond;

  private MeasuredMigration(Emulator source, double bytesPerSecond) {
    this.source = source;
    this.bytesPerSecond = Math.round(bytesPerSecond);
  }

  /**
   * What a migration took.
   *
   * @param downtimeNanos how long the guest stood still; for a guest that was stopped before, the
   *     whole migration
   * @param tableBytes of section spapr/htab in that time
   */
  record Outcome(long downtimeNanos, long tableBytes) {}

  /**
   * Migrates a guest with the workload mix.
   *
   * @param live whether the guest runs on; if not, it is stopped before
   * @throws IOException if the migration fails or takes over a minute
   */
  static Outcome run(long rate, long seed, double bytesPerSecond, boolean live)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("claims");
    Path near = folder.resolve("near");
    Path far = folder.resolve("far");
    GuestOptions guest = new GuestOptions(Workload.MIX, rate, seed);
    try (Emulator destination = open(guest, "unix:" + far);
        CarriedLink link = CarriedLink.slow(near, far, bytesPerSecond);
        Emulator source = open(guest, null)) {
      Outcome outcome =
          new MeasuredMigration(source, bytesPerSecond).run("unix:" + near, rate, live);
      link.requireWhole();
      if (destination.queryMigrate().status().equals("failed")) {
        throw new IOException("the destination failed: " + destination.queryMigrate().errorDesc());
      }
      return outcome;
    } catch (EmulatorException failed) {
      throw new IOException("a migration to measure: " + failed.getMessage(), failed);
    } finally {
      Files.deleteIfExists(near);
      Files.deleteIfExists(far);
      Files.deleteIfExists(folder);
    }
  }

  private static Emulator open(GuestOptions guest, @Nullable String incoming)
      throws IOException, EmulatorException {
    return Emulator.open(
        new EmulatorOptions(MeasuredTable.MEMORY, 1, null, incoming, false, guest));
  }

  private Outcome run(String uri, long rate, boolean live) throws IOException, EmulatorException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    source.start();
    // half a second's worth: processes are there, and pages are shared
    while (source.guestStatus().updates() < rate / 2) {
      look(deadline, "the guest does too little");
    }
    if (!live) {
      source.stop();
    }
    source.addListener(this);
    source.capability("return-path", true);
    source.parameters(new MigrationParameters(bytesPerSecond, DOWNTIME_LIMIT));
    source.migrate(uri);
    MigrationInfo info = source.queryMigrate();
    while (info.underWay()) {
      look(deadline, "the migration does not end: " + info.status());
      info = source.queryMigrate();
    }
    if (!info.status().equals("completed")) {
      throw new IOException(
          "a migration to measure ended " + info.status() + ": " + info.errorDesc());
    }
    return live
        ? new Outcome(info.downtimeNanos(), info.htab().getOrDefault("downtime-bytes", 0L))
        : new Outcome(info.totalTimeNanos(), info.htab().getOrDefault("transferred", 0L));
  }

  private static void look(long deadline, String otherwise) throws IOException {
    if (System.nanoTime() > deadline) {
      throw new IOException(otherwise + " after " + DEADLINE_SECONDS + " s");
    }
    LockSupport.parkNanos(LOOK_NANOS);
  }

  @Override
  public void pass(long pass) {
    if (pass == MOST_PASSES) {
      source.parameters(new MigrationParameters(bytesPerSecond, ENDING_LIMIT));
    }
  }

  @Override
  public void stopped() {
    // the figures tell when
  }

  @Override
  public void resumed() {
    // only a migration that failed, which its status tells
  }

  @Override
  public void migration(String status) {
    // looked at from the caller's thread
  }
}

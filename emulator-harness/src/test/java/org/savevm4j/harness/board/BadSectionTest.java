// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.provoked.ProvokedFaults;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.ThrottleParameters;

/** A plugin does what no contract allows: its migration fails by its name, and nothing else. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BadSectionTest {

  private static final long STALL_MILLIS = 1000;
  private static final String RETURN_PATH = "return-path";

  @RegisterExtension
  private final ProvokedFaults provoked = new ProvokedFaults("a fault in cleanup");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "THROWS, newSaver, a fault in newSaver",
    "THROWS, version, a fault in version",
    "THROWS, setup, a fault in setup",
    "THROWS, pending, a fault in pending",
    "THROWS, iterate, a fault in iterate",
    "THROWS, complete, a fault in complete",
    "THROWS, metrics, a fault in metrics",
    "OVERFLOWS_THE_STACK, iterate, StackOverflowError",
    "LACKS_A_CLASS, complete, NoClassDefFoundError",
    "ANSWERS_NULL, newSaver, it answers null",
    "ANSWERS_NULL, pending, it answers null",
    "ANSWERS_NULL, iterate, it answers null",
    "PUTS_FAR_MORE, setup, it puts more than 16777216 bytes in one turn",
    "PUTS_FAR_MORE, iterate, it puts more than",
    "PUTS_FAR_MORE, complete, it puts more than 16777216 bytes in one turn",
    "PUTS_BETWEEN_TURNS, pending, it put 1 bytes between its turns",
    "CLOSES_THE_STREAM, setup, 'it closes the stream, which is not its own'",
    "CLOSES_THE_STREAM, iterate, 'it closes the stream, which is not its own'",
    "CLOSES_THE_STREAM, complete, 'it closes the stream, which is not its own'",
    "TELLS_LESS_THAN_NOTHING, pending, -1 bytes cannot be left to send",
    "TELLS_NOTHING_AND_SENDS_MUCH, complete, it puts more than 16777216 bytes in one turn",
    "TELLS_MUCH_AND_SENDS_NOTHING, pending, bytes are left and sends next to nothing",
  })
  void sourceRunsOnAndNamesSectionJarAndCallback(Misdeed misdeed, String callback, String reason)
      throws Exception {
    BadSection bad = new BadSection(misdeed, callback);
    try (Emulator source = source(bad)) {
      if (misdeed == Misdeed.TELLS_MUCH_AND_SENDS_NOTHING) {
        stallTimeout(source, STALL_MILLIS);
      }
      String error = failure(source, file());
      assertTrue(error.contains("acme/bad"), error);
      assertTrue(error.contains(reason), error);
      assertTrue(error.contains("test-classes"), error);
      assertTrue(error.contains("(in " + callback) || misdeed == Misdeed.PUTS_BETWEEN_TURNS, error);
      assertEquals(callback.equals("newSaver") ? 0 : 1, bad.cleanups(), "clean-ups");
      requireGoesOn(source, bad);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"newSaver", "version", "setup", "pending", "iterate", "complete", "metrics"})
  void sourceRunsOnWhenItHangsAndMigratesWhenItComesBack(String callback) throws Exception {
    BadSection bad = new BadSection(Misdeed.HANGS, callback);
    try (Emulator source = source(bad)) {
      stallTimeout(source, STALL_MILLIS);
      String error = failure(source, file());
      assertTrue(
          error.startsWith(
              "section acme/bad does nothing for 1000 ms, the x-stall-timeout (in "
                  + callback
                  + ", from /"),
          error);
      assertEquals(0, source.guestCheck().mismatches());
      String again = failure(source, file());
      assertTrue(again.contains("has not come back since an earlier save or load (in "), again);
      requireGoesOn(source, bad);
      assertEquals(2, bad.cleanups(), "clean-ups, one of them late");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS", "THROWS"})
  void cleanUpDoesNotChangeHowTheMigrationEnds(Misdeed misdeed) throws Exception {
    BadSection bad = new BadSection(misdeed, "cleanup");
    try (Emulator source = source(bad)) {
      stallTimeout(source, STALL_MILLIS);
      MigrationWait end = MigrationWait.on(source);
      source.migrate(file());
      assertEquals("completed", end.await(), () -> "" + source.queryMigrate().errorDesc());
      bad.behave();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "THROWS, newLoader, a fault in newLoader",
    "THROWS, load, a fault in load",
    "THROWS, commit, a fault in commit",
    "THROWS, metrics, a fault in metrics",
    "OVERFLOWS_THE_STACK, load, StackOverflowError",
    "LACKS_A_CLASS, load, NoClassDefFoundError",
    "ANSWERS_NULL, newLoader, it answers null",
    "HANGS, newLoader, does nothing for 1000 ms",
    "HANGS, load, does nothing for 1000 ms",
    "HANGS, commit, does nothing for 1000 ms",
    "READS_TOO_MUCH, load, footer is",
    "LEAVES_BYTES, setup, footer is",
  })
  void destinationGivesUpByNameAndTheSourceRunsOn(Misdeed misdeed, String callback, String reason)
      throws Exception {
    boolean sends = callback.equals("setup");
    BadSection sender = new BadSection(misdeed, sends ? callback : "none");
    BadSection receiver = new BadSection(misdeed, sends ? "none" : callback);
    try (Emulator destination =
            Emulator.open(StubOptions.incoming(socket("first")).withPlugins(List.of(receiver)));
        Emulator source = source(sender)) {
      destination.capability(RETURN_PATH, true);
      source.capability(RETURN_PATH, true);
      if (misdeed == Misdeed.HANGS) {
        stallTimeout(destination, STALL_MILLIS);
      }
      MigrationWait givesUp = MigrationWait.on(destination);
      failure(source, socket("first"));
      assertEquals("failed", givesUp.await());
      String error = destination.queryMigrate().errorDesc();
      assertTrue(error.contains("section acme/bad"), error);
      assertTrue(error.contains(reason), error);
      assertTrue(error.contains("test-classes"), error);
      assertEquals(RunStatus.INMIGRATE, destination.status());
      receiver.behave();
      while (misdeed == Misdeed.HANGS && receiver.cleanups() == 0) {
        // its loader cleans up when the call that was given up comes back
        Thread.onSpinWait();
      }
      requireGoesOn(source, sender);
    }
  }

  @ParameterizedTest
  @CsvSource({"THROWS, a fault in cleanup", "HANGS, does nothing for 1000 ms"})
  void cleanUpAtTheDestinationCostsNothingAndIsToldByName(Misdeed misdeed, String reason)
      throws Exception {
    BadSection receiver = new BadSection(misdeed, "cleanup");
    try (Emulator destination =
            Emulator.open(StubOptions.incoming(socket("first")).withPlugins(List.of(receiver)));
        Emulator source = source(new BadSection(Misdeed.THROWS, "none"))) {
      destination.capability(RETURN_PATH, true);
      source.capability(RETURN_PATH, true);
      stallTimeout(destination, STALL_MILLIS);
      MigrationWait arrived = MigrationWait.on(destination);
      MigrationWait sent = MigrationWait.on(source);
      source.migrate(socket("first"));
      assertEquals("completed", sent.await(), () -> "" + source.queryMigrate().errorDesc());
      assertEquals("completed", arrived.await());
      requireWarned(arrived, reason);
      assertEquals(RunStatus.RUNNING, destination.status());
      assertEquals(0, destination.guestCheck().mismatches());
      receiver.behave();
    }
  }

  @ParameterizedTest
  @CsvSource({"THROWS, a fault in cleanup", "HANGS, does nothing for 1000 ms"})
  void cleanUpAfterALoadOfASnapshotCostsNothingAndIsToldByName(Misdeed misdeed, String reason)
      throws Exception {
    BadSection loaded = new BadSection(misdeed, "cleanup");
    BadSection saved = new BadSection(Misdeed.THROWS, "none");
    Path snapshots = folder.resolve("snapshots");
    try (Emulator emulator = withSnapshots(snapshots, saved)) {
      emulator.snapshots().save("a", false);
    }
    try (Emulator emulator = withSnapshots(snapshots, loaded)) {
      stallTimeout(emulator, STALL_MILLIS);
      MigrationWait warnings = MigrationWait.on(emulator);
      emulator.snapshots().load("a");
      requireWarned(warnings, reason);
      assertEquals(RunStatus.RUNNING, emulator.status());
      assertEquals(0, emulator.guestCheck().mismatches());
      loaded.behave();
    }
  }

  @Test
  void snapshotWaitsForSectionsThatCleanUpAfterAnArrival() throws Exception {
    BadSection receiver = new BadSection(Misdeed.HANGS, "cleanup");
    try (Emulator destination =
            Emulator.open(
                StubOptions.incoming(socket("first"))
                    .withSnapshots(folder.resolve("snapshots"))
                    .withPlugins(List.of(receiver)));
        Emulator source = source(new BadSection(Misdeed.THROWS, "none"))) {
      MigrationWait sent = MigrationWait.on(source);
      source.migrate(socket("first"));
      assertEquals("completed", sent.await(), () -> "" + source.queryMigrate().errorDesc());
      while (receiver.cleanups() == 0) {
        Thread.onSpinWait();
      }
      assertEquals(RunStatus.RUNNING, destination.status(), "the guest need not wait");
      assertEquals(
          "sections still clean up after the migration that brought the guest; try again later",
          assertThrows(EmulatorException.class, () -> destination.snapshots().save("a", false))
              .getMessage());
      receiver.behave();
      destination.snapshots().save("a", false);
      destination.snapshots().load("a");
      assertEquals(0, destination.guestCheck().mismatches());
    }
  }

  private static void requireWarned(MigrationWait heard, String reason) {
    assertEquals(1, heard.warnings().size(), heard.warnings()::toString);
    String line = heard.warnings().getFirst();
    assertTrue(line.startsWith("what a load held may not be free again: section acme/bad"), line);
    assertTrue(line.contains(reason), line);
    assertTrue(line.contains("(in cleanup, from /"), line);
  }

  /** Migrates, which must fail with the guest running on; answers the line. */
  private static String failure(Emulator source, String uri) throws Exception {
    MigrationWait end = MigrationWait.on(source);
    source.migrate(uri);
    assertEquals("failed", end.await());
    assertEquals(RunStatus.RUNNING, source.status(), () -> source.queryMigrate().errorDesc());
    return String.valueOf(source.queryMigrate().errorDesc());
  }

  /** The guest is whole, and migrates when the plugin behaves. */
  private void requireGoesOn(Emulator source, BadSection bad) throws Exception {
    assertEquals(0, source.guestCheck().mismatches());
    bad.behave();
    stallTimeout(source, LinkParameters.DEFAULT.stallTimeout());
    source.capability(RETURN_PATH, true);
    BadSection good = new BadSection(Misdeed.THROWS, "none");
    try (Emulator destination =
        Emulator.open(StubOptions.incoming(socket("second")).withPlugins(List.of(good)))) {
      MigrationWait arrived = MigrationWait.on(destination);
      String end;
      do {
        MigrationWait wait = MigrationWait.on(source);
        source.migrate(socket("second"));
        end = wait.await();
        // a call that was given up may be just coming back
      } while (end.equals("failed")
          && source.queryMigrate().errorDesc().contains("has not come back"));
      assertEquals("completed", end, () -> source.queryMigrate().errorDesc());
      assertEquals("completed", arrived.await());
      assertEquals(0, destination.guestCheck().mismatches());
    }
  }

  private String file() {
    return "file:" + folder.resolve("stream");
  }

  private String socket(String name) {
    return "unix:" + folder.resolve(name);
  }

  private static Emulator source(BadSection section) throws Exception {
    Emulator source = Emulator.open(StubOptions.booting().withPlugins(List.of(section)));
    source.start();
    return source;
  }

  private static Emulator withSnapshots(Path snapshots, BadSection section) throws Exception {
    Emulator emulator =
        Emulator.open(StubOptions.booting().withSnapshots(snapshots).withPlugins(List.of(section)));
    emulator.start();
    return emulator;
  }

  private static void stallTimeout(Emulator emulator, long millis) {
    emulator.parameters(
        new MigrationParameters(0, 300, ThrottleParameters.DEFAULT, new LinkParameters(millis, 0)));
  }
}

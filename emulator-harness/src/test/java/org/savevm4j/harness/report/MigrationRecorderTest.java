// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.Capabilities;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.board.MigrationInfo;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.provoked.ProvokedFaults;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.report.MigrationRecord.TableMap;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.savevm.SwitchoverStep;

@Timeout(90)
class MigrationRecorderTest {

  @RegisterExtension
  private final ProvokedFaults provoked = new ProvokedFaults("was not received within 10 ms");

  private final BlockingQueue<MigrationRecord> sources = new LinkedBlockingQueue<>();
  private final BlockingQueue<MigrationRecord> destinations = new LinkedBlockingQueue<>();

  @TempDir private Path folder;

  @Test
  void bothSidesOfAMigrationAreRecordedWithTheFiguresThatMonitorsTell() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    MigrationInfo told;
    try (Emulator destination = Emulator.open(options(uri));
        Emulator source = Emulator.open(options(null));
        MigrationRecorder _ = MigrationRecorder.start(destination, destinations::add);
        MigrationRecorder _ = MigrationRecorder.start(source, sources::add)) {
      source.capability(Capabilities.RETURN_PATH, true);
      source.start();
      source.migrate(uri);
      MigrationRecord there = next(destinations);
      MigrationRecord here = next(sources);
      told = source.queryMigrate();
      checkSource(here, told);
      checkDestination(there, here);
    }
  }

  @Test
  void migrationThatReachesNobodyIsRecordedWithItsReason() throws Exception {
    try (Emulator source = Emulator.open(options(null));
        MigrationRecorder _ = MigrationRecorder.start(source, sources::add)) {
      source.start();
      source.migrate("unix:" + folder.resolve("nobody"));
      MigrationRecord record = next(sources);
      assertEquals("failed", record.status());
      assertEquals(source.queryMigrate().errorDesc(), record.error());
      assertEquals(List.of(), record.steps(), "the guest was not stopped");
      assertTrue(MigrationPage.of(List.of(record)).contains("nobody"), "and has a page");
      assertEquals(0, marks(source), "no set of marks stays open");
    }
  }

  @Test
  void guestThatNeverCameIsNoMigration() throws Exception {
    String uri = "unix:" + folder.resolve("nobody comes");
    try (Emulator destination = Emulator.open(options(uri));
        MigrationRecorder _ = MigrationRecorder.start(destination, destinations::add)) {
      assertEquals("setup", destination.queryMigrate().status());
    }
    assertEquals(List.of(), List.copyOf(destinations));
  }

  @Test
  void endDoesNotWaitForEverForWhoeverReceivesRecords() throws Exception {
    CountDownLatch received = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    try (Emulator source = Emulator.open(options(null))) {
      MigrationRecorder recorder =
          MigrationRecorder.start(
              source,
              record -> {
                received.countDown();
                awaitUninterruptibly(goesOn);
                sources.add(record);
              },
              10);
      source.start();
      source.migrate("unix:" + folder.resolve("nobody"));
      assertTrue(received.await(40, TimeUnit.SECONDS), "the migration fails");
      recorder.close();
      assertEquals(0, sources.size(), "whoever closes is not held up");
      goesOn.countDown();
      assertEquals("failed", next(sources).status(), "and nothing is lost if it goes on");
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void attemptAfterAFailureIsRecordedByItselfEvenIfItIsMadeAtOnce() throws Exception {
    String first = "unix:" + folder.resolve("first");
    String second = "unix:" + folder.resolve("second");
    try (Emulator source = Emulator.open(options(null))) {
      source.addListener(new Retry(source, second));
      try (MigrationRecorder _ = MigrationRecorder.start(source, sources::add)) {
        source.start();
        source.migrate(first);
        List<MigrationRecord> records = List.of(next(sources), next(sources));
        assertEquals(
            Set.of(first, second),
            records.stream().map(MigrationRecord::uri).collect(Collectors.toSet()),
            "each where it went");
        for (MigrationRecord record : records) {
          assertEquals("failed", record.status(), record::toString);
          assertTrue(String.valueOf(record.error()).contains(record.uri()), record::toString);
        }
      }
    }
  }

  private static void checkSource(MigrationRecord record, MigrationInfo told) {
    assertEquals("completed", record.status(), record::toString);
    assertEquals(told.downtimeNanos(), record.downtimeNanos());
    assertEquals(told.totalTimeNanos(), record.totalNanos());
    assertEquals(told.htab(), record.sections().get(SectionRegistry.HTAB));
    assertEquals(
        List.of(
            "stop", "sections", "END ram", "END spapr/htab", "devices", "end", "acknowledgement"),
        record.steps().stream().map(SwitchoverStep::name).toList());
    long parts =
        record.steps().stream()
            .filter(step -> !step.name().startsWith("END "))
            .mapToLong(SwitchoverStep::nanos)
            .sum();
    assertTrue(parts <= record.downtimeNanos(), () -> parts + " of " + record.downtimeNanos());
    assertTrue(parts > record.downtimeNanos() / 2, "and there is hardly anything between them");
    assertTrue(record.samples().size() > 1);
    assertEquals(0L, record.samples().getLast().pending().get(SectionRegistry.HTAB));
    TableMap table = record.table();
    assertNotNull(table);
    assertTrue(table.groupsChanged() > 0, "a busy guest changes its table");
    long changes = table.changed().stream().mapToLong(Long::longValue).sum();
    assertTrue(changes >= table.groupsChanged(), () -> changes + " changes");
  }

  private static void checkDestination(MigrationRecord record, MigrationRecord source) {
    assertEquals("completed", record.status(), record::toString);
    assertEquals(
        List.of(
            "END ram",
            "END spapr/htab",
            "devices",
            "commit",
            "commit ram",
            "commit spapr/htab",
            "vCPUs start"),
        record.steps().stream().map(SwitchoverStep::name).toList());
    assertEquals(
        source.figure(SectionRegistry.HTAB, "transferred"),
        record.received().get(SectionRegistry.HTAB));
    assertEquals(
        source.figure(RamSection.NAME, "transferred"), record.received().get(RamSection.NAME));
  }

  private static int marks(Emulator emulator) {
    try (var lease = emulator.migrationView().leaseTable()) {
      var table = lease.table();
      assertNotNull(table);
      return table.tracking().sets().size();
    }
  }

  private static MigrationRecord next(BlockingQueue<MigrationRecord> records)
      throws InterruptedException {
    MigrationRecord record = records.poll(40, TimeUnit.SECONDS);
    assertNotNull(record, "the migration does not end");
    return record;
  }

  /**
   * Tries once more as soon as a migration has failed, before whoever listens later hears of it.
   */
  private static final class Retry implements EmulatorListener {

    private final Emulator emulator;
    private final String uri;
    private boolean tried;

    Retry(Emulator emulator, String uri) {
      this.emulator = emulator;
      this.uri = uri;
    }

    @Override
    public void migration(String status) {
      if (status.equals("failed") && !tried) {
        tried = true;
        try {
          emulator.migrate(uri);
        } catch (EmulatorException refused) {
          throw new IllegalStateException(refused);
        }
      }
    }

    @Override
    public void stopped() {
      // not asked for
    }

    @Override
    public void resumed() {
      // not asked for
    }

    @Override
    public void pass(long pass) {
      // not asked for
    }
  }

  private static EmulatorOptions options(@Nullable String incoming) {
    return new EmulatorOptions(
        64L << 20, 1, null, incoming, false, new GuestOptions(Workload.MIX, 20_000, 7, 96));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.savevm.MigrationParameters;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailedMigrationTest {

  @TempDir Path folder;

  private Emulator source;

  @BeforeEach
  void startSource() throws Exception {
    source = Emulator.open(StubOptions.booting());
    source.start();
  }

  @AfterEach
  void closeSource() throws Exception {
    source.close();
  }

  @Test
  void unreachableDestinationIsNamedAndTheGuestRunsOn() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    String uri = "tcp:127.0.0.1:" + port;
    assertFails(uri, uri);
  }

  @Test
  void fullDiskIsNamedAndTheGuestRunsOn() throws Exception {
    assertFails("file:/dev/full", "No space left on device");
  }

  @Test
  void commandThatDiesEarlyIsNamedAndTheGuestRunsOn() throws Exception {
    assertFails("exec:head -c 1000 > /dev/null; exit 3", "3");
  }

  @Test
  void streamThatTheDestinationRefusesLeavesTheGuestAtTheSource() throws Exception {
    String uri = "unix:" + folder.resolve("smaller");
    EmulatorOptions smaller =
        new EmulatorOptions(32L << 20, 1, null, uri, false, StubOptions.booting().guest());
    try (Emulator destination = Emulator.open(smaller)) {
      source.capability("return-path", true);
      MigrationWait refused = MigrationWait.on(destination);
      MigrationWait failed = MigrationWait.on(source);
      source.migrate(uri);
      assertEquals("failed", refused.await());
      assertEquals("failed", failed.await());
      String error = destination.queryMigrate().errorDesc();
      assertTrue(
          error != null
              && error.contains("expected ppc_spapr.ram of this machine's 33554432 bytes"),
          error);
      assertEquals(RunStatus.INMIGRATE, destination.status());
    }
    assertRunsOn();
  }

  @Test
  void cancelledMigrationLeavesTheGuestRunningAndTheNextOneWorks() throws Exception {
    source.parameters(new MigrationParameters(1L << 20, 1));
    MigrationWait cancelled = MigrationWait.on(source);
    source.migrate("file:" + folder.resolve("cancelled"));
    source.migrateCancel();
    assertEquals("cancelled", cancelled.await());
    assertRunsOn();

    source.parameters(MigrationParameters.DEFAULT);
    Path whole = folder.resolve("whole");
    MigrationWait completed = MigrationWait.on(source);
    source.migrate("file:" + whole);
    assertEquals("completed", completed.await(), () -> source.queryMigrate().toString());
    assertTrue(Files.size(whole) > 0);

    try (Emulator destination = Emulator.open(StubOptions.incoming("defer"))) {
      MigrationWait arrived = MigrationWait.on(destination);
      destination.migrateIncoming("file:" + whole);
      assertEquals("completed", arrived.await());
      assertEquals(0, destination.guestCheck().mismatches());
    }
  }

  @Test
  void secondMigrationIsRefusedWhileOneIsUnderWayAndAfterItCompleted() throws Exception {
    source.parameters(new MigrationParameters(1L << 20, 1));
    MigrationWait cancelled = MigrationWait.on(source);
    source.migrate("file:" + folder.resolve("first"));
    EmulatorException refused =
        assertThrows(
            EmulatorException.class, () -> source.migrate("file:" + folder.resolve("second")));
    assertEquals("a migration is under way already", refused.getMessage());
    source.migrateCancel();
    cancelled.await();

    source.parameters(MigrationParameters.DEFAULT);
    MigrationWait completed = MigrationWait.on(source);
    source.migrate("file:" + folder.resolve("third"));
    assertEquals("completed", completed.await());
    refused =
        assertThrows(
            EmulatorException.class, () -> source.migrate("file:" + folder.resolve("fourth")));
    assertEquals("the guest has been migrated away already", refused.getMessage());
  }

  @Test
  void guestThatWasPausedStaysSoWhenItsMigrationFails() throws Exception {
    source.stop();
    MigrationWait failed = MigrationWait.on(source);
    source.migrate("file:/dev/full");
    assertEquals("failed", failed.await());
    assertEquals(RunStatus.PAUSED, source.status());
    source.cont();
    assertRunsOn();
  }

  private void assertFails(String uri, String reason) throws Exception {
    MigrationWait failed = MigrationWait.on(source);
    source.migrate(uri);
    assertEquals("failed", failed.await());
    String error = source.queryMigrate().errorDesc();
    assertTrue(error != null && error.contains(reason), error);
    assertEquals(1, error.lines().count());
    assertRunsOn();
  }

  private void assertRunsOn() throws Exception {
    assertEquals(RunStatus.RUNNING, source.status());
    assertEquals(0, source.guestCheck().mismatches());
  }
}

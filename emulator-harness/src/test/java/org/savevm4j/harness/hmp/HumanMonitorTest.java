// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.board.RunStatus;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

/** The commands, against an emulator of 64 MiB whose guest runs. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HumanMonitorTest {

  /** Where the guest's kernel has all of its RAM, from real address 0 on. */
  private static final String KERNEL = "0xc000000000000000";

  private final CountDownLatch quit = new CountDownLatch(1);
  private Emulator emulator;
  private HumanMonitor monitor;

  @BeforeAll
  void boot() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.MIX, 1000, 1, 96);
    emulator = Emulator.open(new EmulatorOptions(64 << 20, 1, null, null, false, guest));
    emulator.start();
    monitor = new HumanMonitor(emulator, true, quit::countDown);
  }

  @AfterAll
  void close() throws Exception {
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly | unknown command: 'fly'",
        "info fly | unknown command: 'info fly'",
        "help fly | unknown command: 'fly'",
        "help info fly | unknown command: 'info fly'",
        "help info migrate now | wrong number of words; use: help",
        "stop now | wrong number of words; use: stop",
        "migrate | wrong number of words; use: migrate [-d] URI",
        "migrate -d | use: migrate [-d] URI",
        "migrate -x file:y | use: migrate [-d] URI",
        "migrate nowhere | 'nowhere'",
        "migrate \"exec:cat | a double quote is missing",
        "migrate_incoming tcp:127.0.0.1:0 | was not started with --incoming defer",
        "migrate_set_parameter tls-authz x | max-bandwidth, downtime-limit",
        "migrate_set_parameter tls-creds x | there is no object 'x'; object-add makes one",
        "object_add secret,id=x | 'secret' is no type of objects; there is tls-creds-x509",
        "object_add tls-creds-x509,id=x,dir=/nowhere | object 'x': /nowhere/ca-cert.pem: no such",
        "object_del x | there is no object 'x'; object-add makes one",
        "migrate_set_capability return-path maybe | 'maybe' is neither on nor off",
        "migrate_set_capability postcopy-ram on | there is no migration capability"
            + " \"postcopy-ram\"",
        "migrate_set_capability return-path | use: migrate_set_capability NAME on|off",
        "migrate_set_parameter downtime-limit 2s | '2s' is no number of 64 bits",
        "migrate_set_parameter downtime-limit 2000001 | downtime-limit is 0 to 2000000",
        "migrate_set_parameter max-bandwidth 3X | '3X' is no number of bytes",
        "migrate_set_parameter max-bandwidth 9999999999999999 | is no number of bytes",
        "gva2gpa here | 'here' is no number of 64 bits; use 0x... or decimal",
        "gva2gpa 0x10000000000000000 | is no number of 64 bits",
        "gva2gpa -1 | is no number of 64 bits",
        "gva2gpa 0x5 | Unmapped",
        "x | wrong number of words; use: x [/NFS] EA",
        "x/4q 0 | '/4q' is no format",
        "x/0x 0 | asks for no memory",
        "x/65537b 0 | asks for no memory, or for more than 65536 bytes",
        "x/2xg 0x7000 | 0000000000007000: Cannot access memory",
      })
  void whatIsWrongIsOneLine(String line, String words) {
    String answer = monitor.execute(line);
    assertEquals(1, answer.lines().count(), answer);
    assertTrue(answer.endsWith("\n") && answer.contains(words), answer);
  }

  @Test
  void emptyLineSaysNothing() {
    assertEquals("", monitor.execute("  "));
  }

  @Test
  void stopsTheGuestAndLetsItGoOn() {
    assertEquals("VM status: running\n", monitor.execute("info status"));
    assertEquals("", monitor.execute("stop"));
    assertEquals("VM status: paused\n", monitor.execute("info status"));
    assertEquals("", monitor.execute("cont"));
    assertEquals("VM status: running\n", monitor.execute("info status"));
  }

  @Test
  void resetLeavesTheGuestRunning() {
    assertEquals("", monitor.execute("system_reset"));
    assertEquals("VM status: running\n", monitor.execute("info status"));
  }

  @Test
  void followsAnEffectiveAddressAndLetsTheGuestRunOn() {
    assertEquals("gpa: 0x12345\n", monitor.execute("gva2gpa 0xc000000000012345"));
    assertEquals("gpa: 0x12345\n", monitor.execute("gva2gpa 13835058055282238277"));
    assertEquals(RunStatus.RUNNING, emulator.status());
  }

  @Test
  void looksThroughTheEyesOfACpuThatIsThere() {
    assertEquals("gpa: 0x0\n", monitor.execute("gva2gpa " + KERNEL, 0));
    assertEquals("there is no CPU 1, only 0 to 0\n", monitor.execute("gva2gpa " + KERNEL, 1));
  }

  @Test
  void showsMemoryInRowsOfItemsOfEachSize() throws Exception {
    byte[] begin = emulator.read(0, Long.parseUnsignedLong(KERNEL.substring(2), 16), 32);
    assertEquals(32, begin.length);
    String hex = HexFormat.of().formatHex(begin);
    assertEquals(
        "c000000000000000: 0x%s 0x%s\nc000000000000010: 0x%s\n"
            .formatted(hex.substring(0, 16), hex.substring(16, 32), hex.substring(32, 48)),
        monitor.execute("x/3gx " + KERNEL));
    assertEquals(
        "c000000000000000: 0x" + hex.substring(0, 8) + "\n", monitor.execute("x " + KERNEL));
    assertEquals(
        "c000000000000000: 0x" + hex.substring(0, 4) + "\n", monitor.execute("x /h " + KERNEL));
    assertEquals(2, monitor.execute("x/9b " + KERNEL).lines().count(), "8 bytes a row");
  }

  @Test
  void showsTheRowsBeforeTheFirstThatIsNotMapped() {
    String answer = monitor.execute("x/4xg 0xc000000003fffff0");
    assertEquals(2, answer.lines().count(), answer);
    assertTrue(answer.endsWith("\nc000000004000000: Cannot access memory\n"), answer);
  }

  @Test
  void countsTheTable() {
    String answer = monitor.execute("info htab");
    assertTrue(
        answer.matches("shift: 19\nslots: 32768\nvalid: [1-9][0-9]*\nbolted: 1024\nbackend: .*\n"),
        answer);
    assertTrue(answer.endsWith("backend: table, in the process\n"), answer);
  }

  @Test
  void namesWhoBringsASection() {
    String answer = monitor.execute("info sections");
    assertTrue(answer.matches("(?s).*\\bram +instance 0 +version 4 +machine\n.*"), answer);
    assertTrue(answer.matches("(?s).*\nspapr/htab +instance 0 +versions 1 to 4 +/.*"), answer);
  }

  @Test
  void setsParametersInQemusUnits() {
    assertEquals("", monitor.execute("migrate_set_parameter max-bandwidth 5"));
    assertEquals("", monitor.execute("migrate_set_parameter downtime-limit 250"));
    assertEquals("", monitor.execute("migrate_set_parameter tls-hostname elsewhere.example"));
    assertEquals("", monitor.execute("migrate_set_parameter cpu-throttle-tailslow on"));
    assertEquals(
        """
        max-bandwidth: 5242880 bytes/second
        downtime-limit: 250 ms
        cpu-throttle-initial: 20 %
        cpu-throttle-increment: 10 %
        max-cpu-throttle: 99 %
        throttle-trigger-threshold: 50 %
        x-stall-timeout: 30000 ms
        x-keep-alive: 10 s
        cpu-throttle-tailslow: on
        tls-creds: ''
        tls-hostname: 'elsewhere.example'
        """,
        monitor.execute("info migrate_parameters"));
    assertEquals("", monitor.execute("migrate_set_parameter max-bandwidth 134217728B"));
    assertEquals("", monitor.execute("migrate_set_parameter downtime-limit 300"));
    assertEquals("", monitor.execute("migrate_set_parameter cpu-throttle-tailslow off"));
    assertFalse(emulator.parameters().throttle().tailslow());
    assertEquals("", monitor.execute("migrate_set_parameter tls-hostname \"\""));
    assertEquals("", emulator.parameters().tls().hostname());
    assertEquals(128 << 20, emulator.parameters().maxBandwidth());
  }

  @Test
  void setsAndClearsCapabilities() {
    assertEquals("", monitor.execute("migrate_set_capability auto-converge on"));
    String set = monitor.execute("info migrate_capabilities");
    assertTrue(set.contains("auto-converge: on\n"), set);
    assertTrue(set.contains("events: off\nreturn-path: off\n"), set);
    assertTrue(set.contains("x-htab-packed: off\nx-section-checksum: off\n"), set);
    assertEquals("", monitor.execute("migrate_set_capability auto-converge off"));
    assertTrue(
        monitor.execute("info migrate_capabilities").contains("auto-converge: off\n"), "cleared");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gva2gpa EA", "migrate [-d] URI", "x [/NFS] EA", "info sections", "quit|q"})
  void helpListsTheCommandsALineEach(String usage) {
    assertTrue(
        monitor.execute("help").lines().anyMatch(line -> line.startsWith(usage + " -- ")), usage);
  }

  @Test
  void quitAsksForTheEnd() throws Exception {
    assertEquals("", monitor.execute("quit"));
    assertTrue(quit.await(1, TimeUnit.SECONDS));
  }

  @Test
  void waitsForAMigrationAndTellsHowItWent(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("none/stream");
    String failure = monitor.execute("migrate file:" + missing);
    assertTrue(failure.startsWith("file:" + missing + ": the folder "), failure);
    assertTrue(monitor.execute("info migrate").startsWith("Migration status: failed (file:"));
    assertEquals("", monitor.execute("migrate_cancel"));

    Path stream = folder.resolve("a stream");
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    try (Emulator other =
        Emulator.open(new EmulatorOptions(16 << 20, 1, null, null, true, guest))) {
      HumanMonitor patient = new HumanMonitor(other, true, quit::countDown);
      assertEquals("", patient.execute("migrate \"exec:cat > '" + stream + "'\""));
      String info = patient.execute("info migrate");
      assertTrue(info.startsWith("Migration status: completed\n"), info);
      assertTrue(info.contains("\ntotal ram: 16384 kbytes\n"), info);
      assertTrue(info.contains("\nhtab shift: 18\n"), info);
      assertTrue(Files.size(stream) > 0);
      assertEquals("VM status: paused (postmigrate)\n", patient.execute("info status"));
    }
  }

  @Test
  void monitorThatCannotWaitSaysSoAndGoesOn(@TempDir Path folder) {
    HumanMonitor hasty = new HumanMonitor(emulator, false, quit::countDown);
    String missing = " file:" + folder.resolve("none/stream");
    assertEquals(
        "this monitor cannot wait: the migration goes on by itself\n",
        hasty.execute("migrate" + missing));
    while (emulator.queryMigrate().underWay()) {
      Thread.onSpinWait();
    }
    assertEquals("", hasty.execute("migrate -d" + missing));
    while (emulator.queryMigrate().underWay()) {
      Thread.onSpinWait();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

/** What an emulator of ours writes, read by someone who knows its devices only by VMDESC. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OwnStreamTest {

  private static final long MEMORY = 64L << 20;

  @TempDir Path folder;

  @Test
  void vmdescDescribesEveryByteOfEveryDevice() throws Exception {
    Path stream = folder.resolve("stream");
    EmulatorOptions options =
        new EmulatorOptions(
            MEMORY, 2, null, null, false, new GuestOptions(Workload.MIX, 20_000, 3, 192));
    long mappings;
    try (Emulator emulator = Emulator.open(options)) {
      emulator.start();
      emulator.stop();
      mappings = emulator.guestCheck().mappings();
      emulator.migrate("file:" + stream);
      while (emulator.queryMigrate().status().equals("setup")
          || emulator.queryMigrate().status().equals("active")
          || emulator.queryMigrate().status().equals("device")) {
        Thread.onSpinWait();
      }
      assertEquals("completed", emulator.queryMigrate().status());
    }

    StreamAnalysis analysis = StreamAnalyzer.analyze(stream);
    assertNull(analysis.fault(), () -> String.valueOf(analysis.fault()));
    assertTrue(analysis.vmdesc());
    assertEquals(
        List.of(
            "ram start",
            "spapr/htab start",
            "timer full",
            "cpu_common full",
            "cpu full",
            "cpu_common full",
            "cpu full",
            "spapr/rtc full",
            "spapr full",
            "globalstate full"),
        analysis.sections().stream()
            .map(section -> section.name() + " " + section.kind())
            .toList());
    StreamAnalysis.HtabInfo htab = analysis.htab();
    assertNotNull(htab);
    assertEquals(19, htab.shift());
    assertEquals(mappings, htab.valid());
    assertEquals(MEMORY >> 16, htab.bolted());
    assertEquals("ppc_spapr.ram", analysis.ram().getFirst().block());
    assertEquals(MEMORY, analysis.ram().getFirst().bytes());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
  private static final long LINEAR_MAP = 0xc000000000000000L;

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

    assertTranslatesTheLinearMap(stream);
    StreamAnalysis analysis;
    try (StreamContents contents = StreamContents.load(stream)) {
      analysis = contents.analysis();
    }
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

  /** The guest maps all of RAM at 0xc000000000000000, a 64 KiB page an entry. */
  private static void assertTranslatesTheLinearMap(Path stream) throws Exception {
    try (StreamContents contents = StreamContents.load(stream)) {
      for (long ra = 0x4321; ra < MEMORY; ra += 0x10000) {
        StreamTranslation found = StreamTranslation.of(contents, 1, LINEAR_MAP + ra, 1 << 20);
        assertEquals(ra, found.mapping().ra());
        assertEquals(16, found.mapping().pageShift());
        assertEquals(0x10000 - 0x4321, found.bytes().length, "up to the page's end");
      }
      UnmappedException nowhere =
          assertThrows(
              UnmappedException.class, () -> StreamTranslation.of(contents, 0, 0xd00000000L, 1));
      assertTrue(String.valueOf(nowhere.getMessage()).startsWith("0xd00000000 is not mapped: "));
      UnmappedException noCpu =
          assertThrows(
              UnmappedException.class, () -> StreamTranslation.of(contents, 2, LINEAR_MAP, 1));
      assertEquals(
          "the stream has no state of CPU 2; it has [0, 1]; a whole stream, such as migrate"
              + " file:PATH writes, has all",
          noCpu.getMessage());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.analyze.TestStreams;
import org.savevm4j.harness.cli.InspectedStreams.Printed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that look into a stream print one whole JSON object, whatever is wrong with it. */
@Timeout(60)
class JsonAnswersTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"3, true, 0", "60, false, 0", "300, false, 13"})
  void jsonOfACutStreamIsOneObjectWithTheFault(int length, boolean early, int entries)
      throws Exception {
    byte[] whole = InspectedStreams.stream(HtabCommandTest.RECORDS);
    String file = Files.write(folder.resolve("s"), Arrays.copyOf(whole, length)).toString();
    for (String command : List.of("stat", "dump")) {
      Printed printed = InspectedStreams.run("htab", command, "--json", file);
      assertEquals(1, printed.status(), command);
      assertEquals(1, printed.err().lines().count(), printed.err());
      assertEquals(1, printed.out().lines().count(), printed.out());
      JsonNode json = JsonMapper.shared().readTree(printed.out());
      assertEquals(length, json.path("fault").path("offset").asLong(), printed.out());
      assertEquals(early, json.path("shift").isNull(), "before there is a table");
      assertEquals(command.equals("stat") ? 0 : entries, json.path("entries").size(), command);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"analyze", "analyze --records", "htab stat", "htab dump"})
  void jsonOfAFileThatCannotBeReadIsOneObjectThatSaysWhy(String command) throws Exception {
    // which is a file, and has nothing at its start
    String file = "/proc/self/mem";
    Printed printed = InspectedStreams.run((command + " --json " + file).split(" "));
    String reason = file + ": while loading at offset 0: Input/output error";
    assertEquals(1, printed.status());
    assertEquals("pseries: " + reason + "\n", printed.err());
    assertEquals(1, printed.out().lines().count(), printed.out());
    assertEquals(
        "{\"section\":null,\"offset\":null,\"reason\":\"" + reason + "\",\"around\":null}",
        JsonMapper.shared().readTree(printed.out()).path("fault").toString());
  }

  @Test
  void dumpOfARadixGuestIsAnObjectWithoutEntries() {
    String radix = TestStreams.REAL.resolve("qemu-10.0-linux-power9-radix.qevm").toString();
    assertEquals(
        new Printed(
            1,
            "{\"fault\":null,\"shift\":null,\"entries\":[]}\n",
            "pseries: " + radix + ": the guest is radix and has no page table\n"),
        InspectedStreams.run("htab", "dump", "--json", radix));
  }
}

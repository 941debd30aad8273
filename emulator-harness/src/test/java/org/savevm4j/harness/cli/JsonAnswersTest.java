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
  @ValueSource(
      strings = {
        "analyze FILE",
        "analyze --records FILE",
        "htab stat FILE",
        "htab dump FILE",
        "htab diff FILE FILE",
        "translate FILE 0"
      })
  void jsonOfAFileThatCannotBeReadIsOneObjectThatSaysWhy(String command) throws Exception {
    // which is a file, and has nothing at its start
    String file = "/proc/self/mem";
    Printed printed = InspectedStreams.run((command.replace("FILE", file) + " --json").split(" "));
    String reason = file + ": while loading at offset 0: Input/output error";
    assertEquals(1, printed.status());
    assertEquals("pseries: " + reason + "\n", printed.err());
    assertEquals(1, printed.out().lines().count(), printed.out());
    assertEquals(
        "{\"section\":null,\"offset\":null,\"reason\":\"" + reason + "\",\"around\":null}",
        JsonMapper.shared().readTree(printed.out()).path("fault").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"htab diff --json WHOLE CUT", "translate --json CUT 0"})
  void jsonOfACutStreamThatNothingCanBeToldOfIsItsFault(String command) throws Exception {
    byte[] whole = InspectedStreams.stream(HtabCommandTest.RECORDS);
    String file = Files.write(folder.resolve("whole"), whole).toString();
    String cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, 300)).toString();
    Printed printed =
        InspectedStreams.run(command.replace("WHOLE", file).replace("CUT", cut).split(" "));
    assertEquals(1, printed.status());
    assertEquals(1, printed.err().lines().count(), printed.err());
    assertEquals(1, printed.out().lines().count(), printed.out());
    JsonNode json = JsonMapper.shared().readTree(printed.out());
    assertEquals(List.of("fault"), List.copyOf(json.propertyNames()));
    JsonNode fault = json.path("fault");
    assertEquals("spapr/htab", fault.path("section").asString(), printed.out());
    assertEquals(300, fault.path("offset").asLong());
    if (command.startsWith("htab")) {
      assertEquals(cut, fault.path("stream").asString(), "which of the two it is");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"htab diff --json FILE FILE", "translate --json FILE 0"})
  void jsonOfAStreamThatDoesNotHaveWhatIsAskedForSaysSo(String command) {
    String radix = TestStreams.REAL.resolve("qemu-10.0-linux-power9-radix.qevm").toString();
    Printed printed = InspectedStreams.run(command.replace("FILE", radix).split(" "));
    assertEquals(1, printed.status());
    JsonNode fault = JsonMapper.shared().readTree(printed.out()).path("fault");
    assertEquals("pseries: " + fault.path("reason").asString() + "\n", printed.err());
    assertEquals(true, fault.path("section").isNull(), printed.out());
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

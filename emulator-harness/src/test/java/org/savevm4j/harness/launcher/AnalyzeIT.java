// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code pseries analyze} on the streams of real guests. */
@Execution(ExecutionMode.CONCURRENT)
class AnalyzeIT {

  private static final Path STREAMS =
      Path.of("..", "spapr-htab-plugin", "src", "test", "resources", "streams").toAbsolutePath();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "qemu-10.0-linux-1g-fork.qevm, 23, 16689, 16606, 130, 2, 16555, 16400, 5b52eff9b7988ee6",
    "qemu-10.0-linux-512m-churn.qevm, 22, 8312, 8333, 0, 3, 8333, 8200, 75d3c6fdfc96776e",
    "qemu-7.2-linux-512m-idle.qevm, 22, 8277, 8287, 0, 2, 8287, 8200, a3a9a5e914bccd25"
  })
  void tellsTheTableOfARealGuest(
      String file,
      int shift,
      long records,
      long validSent,
      long invalidSent,
      long endMarkers,
      long valid,
      long bolted,
      String sha256)
      throws Exception {
    JsonNode htab = analyze(file).path("htab");
    assertEquals(shift, htab.path("shift").asInt());
    assertEquals(records, htab.path("records").asLong());
    assertEquals(validSent, htab.path("valid-sent").asLong());
    assertEquals(invalidSent, htab.path("invalid-sent").asLong());
    assertEquals(endMarkers, htab.path("end-markers").asLong());
    assertEquals(valid, htab.path("valid").asLong());
    assertEquals(bolted, htab.path("bolted").asLong());
    assertTrue(htab.path("sha256").asString().startsWith(sha256));
  }

  @Test
  void tellsThatARadixGuestHasNoTable() throws Exception {
    JsonNode analysis = analyze("qemu-10.0-linux-power9-radix.qevm");
    assertEquals("{\"shift\":null}", analysis.path("htab").toString());
    assertEquals("pseries-10.0", analysis.path("machine").asString());
    assertEquals("[]", analysis.path("ram").toString());
  }

  @Test
  void cutStreamGivesWhatCameBeforeAndOneLine() throws Exception {
    byte[] whole = Files.readAllBytes(STREAMS.resolve("qemu-7.2-linux-512m-idle.qevm"));
    Path cut = folder.resolve("a cut stream");
    Files.write(cut, Arrays.copyOf(whole, 5000));
    Ended ended = Ended.pseries(folder, "analyze", cut.toString(), "--json");
    assertEquals(1, ended.status());
    assertEquals(
        "pseries: "
            + cut
            + ": section spapr/htab, offset 5000: the stream ends here, 10 more byte(s) were due",
        ended.line());
    JsonNode fault = JsonMapper.shared().readTree(ended.out()).path("fault");
    assertEquals("spapr/htab", fault.path("section").asString());
    assertEquals(5000, fault.path("offset").asLong());
  }

  @Test
  void standardInputIsReadAsAFileIs() throws Exception {
    String file = STREAMS.resolve("qemu-10.0-linux-512m-churn.qevm").toString();
    String whole = Ended.pseries(folder, "analyze", file, "--records").out();
    for (String name : List.of("-", "/dev/stdin")) {
      assertEquals(
          new Ended(0, whole, ""),
          Ended.shell(folder, "cat \"$1\" | \"$0\" analyze \"$2\" --records", file, name),
          name);
    }
  }

  @Test
  void readerThatLeavesEndsADumpWithoutAWord() throws Exception {
    String file = STREAMS.resolve("qemu-10.0-linux-1g-fork.qevm").toString();
    assertEquals(
        new Ended(0, "00005680 400bc0d8fbffd205 000000003faf1196 64K\n0\n", ""),
        Ended.shell(
            folder,
            "{ \"$0\" htab dump \"$1\"; echo $? >&3; } 3>status | head -n 1; cat status",
            file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"analyze", "htab dump", "htab stat"})
  void outputThatIsLostOnAFullDiskIsAFailureOfOneLine(String command) throws Exception {
    String file = STREAMS.resolve("qemu-10.0-linux-1g-fork.qevm").toString();
    assertEquals(
        new Ended(
            1,
            "",
            "pseries: standard output cannot be written to; look whether its disk is full\n"),
        Ended.shell(folder, "\"$0\" " + command + " \"$1\" > /dev/full", file));
  }

  @Test
  void digitsAreTheSameInCountriesThatWriteOthers() throws Exception {
    String file = STREAMS.resolve("qemu-10.0-linux-1g-fork.qevm").toString();
    String usual = Ended.pseries(folder, "htab", "stat", file).out();
    Ended persian =
        Ended.shell(
            folder,
            "JDK_JAVA_OPTIONS='-Duser.language=fa -Duser.region=IR' \"$0\" htab stat \"$1\"",
            file);
    assertEquals(usual, persian.out(), persian.err());
  }

  @Test
  void standardInputThatIsClosedIsAFailureOfOneLine() throws Exception {
    Ended ended = Ended.shell(folder, "\"$0\" htab dump - <&-");
    assertEquals(1, ended.status(), "the process ends by itself: " + ended.err());
    assertTrue(ended.line().startsWith("pseries: standard input: "), ended.err());
  }

  private JsonNode analyze(String file) throws Exception {
    Ended ended = Ended.pseries(folder, "analyze", STREAMS.resolve(file).toString(), "--json");
    assertEquals(0, ended.status(), ended.err());
    assertEquals("", ended.err());
    JsonNode analysis = JsonMapper.shared().readTree(ended.out());
    assertTrue(analysis.path("fault").isNull());
    return analysis;
  }
}

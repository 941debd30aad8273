// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.analyze.TestStreams;
import org.savevm4j.harness.cli.InspectedStreams.Printed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code pseries analyze} as an operator sees it. */
@Timeout(60)
class AnalyzeCommandTest {

  private static final String TWO_RECORDS =
      "00000003 0002 0000 0000000000000051 0000000000001196 0000000000000001 1000000000002196"
          + "00000100 0000 0001";

  @TempDir private Path folder;

  @Test
  void recordsAreALineEachWithOffsetIndexAndCounts() throws Exception {
    Path file = Files.write(folder.resolve("s"), InspectedStreams.stream(TWO_RECORDS));
    Printed printed = InspectedStreams.run("analyze", "--records", file.toString());
    assertEquals(0, printed.status(), printed.err());
    assertEquals(
        """
        records   of a table of shift 18
                  offset       index  n_valid  n_invalid
                      67           3        2          0
                     107         256        0          1
        machine   pseries-10.0
        vmdesc    none
        sections
                   7  start  spapr/htab           instance 0   version 1            64 bytes
        htab      shift 18: 2 valid slots, 1 of them bolted
                  2 records sent 2 valid and 1 invalid slots, 1 end markers
        """,
        printed.out().replaceAll("(?m)^ *sha256 .*\\R", ""));
  }

  @Test
  void recordsInJsonAreAMemberBesideTheOthers() throws Exception {
    Path file = Files.write(folder.resolve("s"), InspectedStreams.stream(TWO_RECORDS));
    String with = InspectedStreams.run("analyze", "--records", "--json", file.toString()).out();
    JsonNode json = JsonMapper.shared().readTree(with);
    assertEquals(
        "[{\"offset\":67,\"index\":3,\"n-valid\":2,\"n-invalid\":0},"
            + "{\"offset\":107,\"index\":256,\"n-valid\":0,\"n-invalid\":1}]",
        json.path("record-list").toString());
    String without = InspectedStreams.run("analyze", "--json", file.toString()).out();
    assertEquals(
        JsonMapper.shared().readTree(without).toString(),
        ((ObjectNode) json).without("record-list").toString());
  }

  @Test
  void recordsBeforeAFaultArePrintedAndTheFaultIsShownInItsBytes() throws Exception {
    Path file =
        Files.write(
            folder.resolve("s"),
            InspectedStreams.stream(
                TWO_RECORDS + "ffffffff 0001 0000 0000000000000001 0000000000000110"));
    Printed printed = InspectedStreams.run("analyze", "--records", file.toString());
    assertEquals(1, printed.status());
    String reason =
        "record is index 4294967295 + n_valid 1 + n_invalid 0, expected at most the table's 16384"
            + " slots";
    assertEquals(
        "pseries: " + file + ": section spapr/htab, offset 115: " + reason, printed.err().strip());
    assertTrue(
        printed.out().contains("         107         256        0          1"), printed.out());
    assertEquals(
        """
        fault     section spapr/htab, offset 115 (0x73): %s
          00000050  00 00 51 00 00 00 00 00 00 11 96 00 00 00 00 00  |..Q.............|
          00000060  00 00 01 10 00 00 00 00 00 21 96 00 00 01 00 00  |.........!......|
          00000070  00 00 01[ff]ff ff ff 00 01 00 00 00 00 00 00 00  |................|
          00000080  00 00 01 00 00 00 00 00 00 01 10 00 00 00 00 00  |................|
          00000090  00 00 00 7e 00 00 00 07 00                       |...~.....|
        """
            .formatted(reason),
        printed.out().substring(printed.out().indexOf("fault ")));
  }

  @Test
  void byteThatIsMissingIsMarkedBehindTheLastOne() throws Exception {
    byte[] whole = Files.readAllBytes(TestStreams.REAL.resolve("qemu-7.2-linux-512m-idle.qevm"));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, 5000));
    Printed printed = InspectedStreams.run("analyze", cut.toString());
    assertEquals(1, printed.status());
    assertEquals(
        """
        fault     section spapr/htab, offset 5000 (0x1388): the stream ends here, 10 more byte(s) were due
          00001360  11 94 00 01 06 48 00 01 00 00 40 0e a1 b2 17 00  |.....H....@.....|
          00001370  12 95 00 00 00 00 12 de 11 94 00 01 06 50 00 01  |.............P..|
          00001380  00 00 40 0e a1 b2 17 00[  ]                      |..@.....|
        """,
        printed.out().substring(printed.out().indexOf("fault ")));
  }

  @Test
  void namedPipeIsReadAsAFileIs() throws Exception {
    Path file = TestStreams.REAL.resolve("qemu-10.0-linux-512m-churn.qevm");
    Path pipe = folder.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS));
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                Files.write(pipe, Files.readAllBytes(file));
              } catch (IOException broken) {
                throw new UncheckedIOException(broken);
              }
            });
    Printed piped = InspectedStreams.run("analyze", "--records", pipe.toString());
    writer.get(10, TimeUnit.SECONDS);
    assertEquals(InspectedStreams.run("analyze", "--records", file.toString()), piped);
  }

  @Test
  void fileThatCannotBeReadIsNamed() {
    // which is a file, and has nothing at its start
    Printed printed = InspectedStreams.run("analyze", "/proc/self/mem");
    assertEquals(1, printed.status());
    assertEquals(
        "pseries: /proc/self/mem: while loading at offset 0: Input/output error",
        printed.err().strip());
  }

  @Test
  void readerThatLeavesEndsItQuietly() {
    String file = TestStreams.REAL.resolve("qemu-10.0-linux-1g-fork.qevm").toString();
    Printed quiet = new Printed(0, "", "");
    assertEquals(quiet, InspectedStreams.runUpTo(100, "analyze", "--records", file));
    assertEquals(quiet, InspectedStreams.runUpTo(100, "analyze", "--records", "--json", file));
  }
}

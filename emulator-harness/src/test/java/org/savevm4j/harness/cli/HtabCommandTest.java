// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.savevm4j.harness.analyze.TestStreams;
import org.savevm4j.harness.cli.InspectedStreams.Printed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code pseries htab stat} and {@code dump}; figures of real streams were counted by other code.
 */
@Timeout(60)
class HtabCommandTest {

  private static final String FORK = "qemu-10.0-linux-1g-fork.qevm";

  /** In two laps: a full group and one slot more, then a bolted, a secondary and odd ones. */
  static final String RECORDS =
      "00000008 0009 0000"
          + "0000000000000001 0000000000000110".repeat(9)
          + "00000000 0004 0001"
          + "0000000000000011 0000000000002196" // bolted, 4K
          + "4000000000000007 0000000000001196" // 1T, secondary, 64K
          + "0000000000000005 0000000000008128" // base 64K, actual 16M, inhibited
          + "8000000000000005 000000000000f110" // segment reserved, no known size
          + "00000011 0001 0000 0000000000000000 0000000000000196"; // V = 0

  @TempDir private Path folder;

  @Test
  void figuresOfARealTableAreThoseThatWereCounted() {
    Printed printed = InspectedStreams.run("htab", "stat", real(FORK));
    assertEquals(
        """
        htab      shift 23: 524288 slots in 65536 PTEGs
        valid     16555 slots, 3.2 %
                  bolted                 16400   99.1 %
                  primary                16555  100.0 %
                  R                      16555  100.0 %
                  C                      16437   99.3 %
                  WIMG 0010              16555  100.0 %
        pages     base/actual, where they differ
                  64K                    16555  100.0 %
        segments
                  256M                     128    0.8 %
                  1T                     16427   99.2 %
        PTEGs     by their valid slots
                  0                      49003   74.8 %
                  1                      16512   25.2 %
                  2                         20    0.0 %
                  3                          1    0.0 %
                  4                          0    0.0 %
                  5                          0    0.0 %
                  6                          0    0.0 %
                  7                          0    0.0 %
                  8                          0    0.0 %
        runs      16533 of valid slots in a row; 1.001 slots on average, 3 at most
                  1                      16512   99.9 %
                  2 to 3                    21    0.1 %
        passes       records       valid     invalid         bytes
             1         16504       16522           0        396384
             2           185          84         130          2824
        """,
        printed.out());
    assertEquals(0, printed.status(), printed.err());
  }

  @ParameterizedTest
  @CsvSource({
    FORK + ", 16555, 16400, '[49003,16512,20,1,0,0,0,0,0]', 16533, 3, 16437, 128, 2, 16504",
    "qemu-10.0-linux-512m-churn.qevm, 8333, 8200, '[24456,8292,19,1,0,0,0,0,0]', 8312, 3, 8234,"
        + " 107, 1, 8312",
    "qemu-7.2-linux-512m-idle.qevm, 8287, 8200, '[24491,8267,10,0,0,0,0,0,0]', 8277, 2, 8219, 70,"
        + " 1, 8277",
  })
  void jsonHasTheFiguresThatWereCounted(
      String file,
      long valid,
      long bolted,
      String occupancy,
      long runs,
      long longest,
      long changed,
      long of256MiB,
      int passes,
      long recordsOfFirst)
      throws Exception {
    JsonNode stat =
        JsonMapper.shared()
            .readTree(InspectedStreams.run("htab", "stat", "--json", real(file)).out());
    assertTrue(stat.path("fault").isNull());
    assertEquals(valid, stat.path("valid").asLong());
    assertEquals(bolted, stat.path("bolted").asLong());
    assertEquals(occupancy, stat.path("occupancy").toString());
    assertEquals(runs, stat.path("runs").path("count").asLong());
    assertEquals(longest, stat.path("runs").path("longest").asLong());
    assertEquals(changed, stat.path("changed").asLong());
    assertEquals(of256MiB, stat.path("segments").path("256M").asLong());
    assertEquals(passes, stat.path("passes").size());
    assertEquals(recordsOfFirst, stat.path("passes").path(0).path("records").asLong());
    assertEquals(
        "[{\"base\":65536,\"actual\":65536,\"count\":" + valid + "}]",
        stat.path("page-sizes").toString());
  }

  @Test
  void everyKindOfEntryIsCountedAsWhatItIs() throws Exception {
    Printed printed = InspectedStreams.run("htab", "stat", made(RECORDS));
    assertEquals(
        """
        htab      shift 18: 16384 slots in 2048 PTEGs
        valid     13 slots, 0.1 %
                  bolted                     1    7.7 %
                  primary                   12   92.3 %
                  secondary                  1    7.7 %
                  R                         13  100.0 %
                  C                          2   15.4 %
                  WIMG 0010                 12   92.3 %
                  WIMG 0101                  1    7.7 %
        pages     base/actual, where they differ
                  4K                        10   76.9 %
                  64K                        1    7.7 %
                  64K/16M                    1    7.7 %
                  of no known size           1    7.7 %
        segments
                  256M                      11   84.6 %
                  1T                         1    7.7 %
                  reserved                   1    7.7 %
        PTEGs     by their valid slots
                  0                       2045   99.9 %
                  1                          1    0.0 %
                  2                          0    0.0 %
                  3                          0    0.0 %
                  4                          1    0.0 %
                  5                          0    0.0 %
                  6                          0    0.0 %
                  7                          0    0.0 %
                  8                          1    0.0 %
        runs      2 of valid slots in a row; 6.500 slots on average, 9 at most
                  1                          0    0.0 %
                  2 to 3                     0    0.0 %
                  4 to 7                     1   50.0 %
                  8 to 15                    1   50.0 %
        passes       records       valid     invalid         bytes
             1             1           9           0           152
             2             2           5           1            96
        """,
        printed.out());
  }

  @Test
  void dumpHasALineForEachValidSlotAndNoOther() throws Exception {
    Printed printed = InspectedStreams.run("htab", "dump", made(RECORDS));
    String plain = " 0000000000000001 0000000000000110 4K\n";
    assertEquals(
        """
        00000000 0000000000000011 0000000000002196 bolted 4K
        00000001 4000000000000007 0000000000001196 secondary 64K
        00000002 0000000000000005 0000000000008128 64K/16M
        00000003 8000000000000005 000000000000f110 ?
        """
            + "00000008%1$s00000009%1$s0000000a%1$s0000000b%1$s0000000c%1$s0000000d%1$s0000000e%1$s0000000f%1$s00000010%1$s"
                .formatted(plain),
        printed.out());
    assertEquals(0, printed.status());
    String json = InspectedStreams.run("htab", "dump", "--json", made(RECORDS)).out();
    JsonNode dumped = JsonMapper.shared().readTree(json);
    assertEquals(
        "{\"slot\":1,\"v\":\"4000000000000007\",\"r\":\"0000000000001196\",\"bolted\":false,"
            + "\"secondary\":true,\"page-size\":\"64K\"}",
        dumped.path("entries").path(1).toString());
    assertEquals("[\"fault\",\"shift\",\"entries\"]", keys(dumped));
    assertTrue(dumped.path("fault").isNull(), json);
  }

  @ParameterizedTest
  @CsvSource({
    FORK + ", 4c3cb27b6503e807452c709f0ff66f32aae693d75a058477cb85d1e6209d4a5c",
    "qemu-10.0-linux-512m-churn.qevm,"
        + " 8c08eb852488b9b2faa8a8ed678dc81961c547ae5c5410f43415c398d8c3cfa7",
    "qemu-7.2-linux-512m-idle.qevm,"
        + " 155378e91c1016fa3779167fc4a804d40d469f504cb19ce4a18b959bf40e982d",
  })
  void dumpOfARealTableIsTheTextThatOtherCodeMade(String file, String sha256) throws Exception {
    String text = InspectedStreams.run("htab", "dump", real(file)).out();
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    assertEquals(sha256, HexFormat.of().formatHex(digest), text.substring(0, 200));
  }

  @Test
  void whatFollowsTheTableNeedNotBeRight() throws Exception {
    byte[] whole = InspectedStreams.stream(RECORDS);
    byte[] device = InspectedStreams.bytes("04 00000009 04 61636d65 00000000 00000001 1122");
    byte[] bytes = Arrays.copyOf(whole, whole.length - 1 + device.length);
    System.arraycopy(device, 0, bytes, whole.length - 1, device.length);
    String file = Files.write(folder.resolve("s"), bytes).toString();
    assertEquals(1, InspectedStreams.run("analyze", file).status(), "a device without a VMDESC");
    assertEquals(0, InspectedStreams.run("htab", "stat", file).status());
    assertEquals(
        InspectedStreams.run("htab", "dump", made(RECORDS)),
        InspectedStreams.run("htab", "dump", file));
  }

  @Test
  void tableOfACutStreamIsToldAsFarAsItCame() throws Exception {
    byte[] whole = InspectedStreams.stream(RECORDS);
    String file = Files.write(folder.resolve("s"), Arrays.copyOf(whole, 300)).toString();
    String line =
        "pseries: "
            + file
            + ": section spapr/htab, offset 300: the stream ends here, 15 more byte(s) were due\n";
    Printed dump = InspectedStreams.run("htab", "dump", file);
    assertEquals(1, dump.status());
    assertEquals(line, dump.err());
    assertEquals(13, dump.out().lines().count(), "those of whole records");
    Printed stat = InspectedStreams.run("htab", "stat", file);
    assertEquals(line, stat.err());
    assertTrue(stat.out().startsWith("htab      shift 18: 16384 slots"), stat.out());
    Printed diff = InspectedStreams.run("htab", "diff", file, file);
    assertEquals(new Printed(1, "", line), diff);
  }

  @Test
  void radixGuestIsToldOfByStatAndIsNothingToDump() {
    String radix = real("qemu-10.0-linux-power9-radix.qevm");
    Printed stat = InspectedStreams.run("htab", "stat", radix);
    assertEquals("htab      none: the guest is radix and has no page table\n", stat.out());
    assertEquals(0, stat.status());
    assertEquals(
        "{\"fault\":null,\"shift\":null}\n",
        InspectedStreams.run("htab", "stat", "--json", radix).out());
    String line = "pseries: " + radix + ": the guest is radix and has no page table\n";
    assertEquals(new Printed(1, "", line), InspectedStreams.run("htab", "dump", radix));
    assertEquals(new Printed(1, "", line), InspectedStreams.run("htab", "diff", real(FORK), radix));
  }

  @Test
  void readerThatLeavesEndsADumpQuietly() {
    Printed quiet = new Printed(0, "", "");
    assertEquals(quiet, InspectedStreams.runUpTo(100, "htab", "dump", real(FORK)));
    assertEquals(quiet, InspectedStreams.runUpTo(100, "htab", "dump", "--json", real(FORK)));
  }

  @Test
  void commandOfCommandsAloneIsWrongUse() {
    Printed printed = InspectedStreams.run("htab");
    assertEquals(2, printed.status());
    assertEquals(
        "pseries: a command is missing; there are stat, dump, diff; see 'pseries htab --help'\n",
        printed.err());
  }

  private static String keys(JsonNode object) {
    return JsonMapper.shared().writeValueAsString(object.propertyNames());
  }

  private String made(String records) throws Exception {
    return Files.write(folder.resolve("made"), InspectedStreams.stream(records)).toString();
  }

  private static String real(String file) {
    return TestStreams.REAL.resolve(file).toString();
  }
}

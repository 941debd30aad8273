// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.analyze.TestStreams;
import org.savevm4j.harness.cli.InspectedStreams.Printed;

/** {@code pseries htab diff}: what changed between two tables. */
@Timeout(60)
class HtabDiffTest {

  private static final String BEFORE =
      "00000003 0004 0000"
          + "0000000000000011 0000000000001196"
          + "0000000000000021 0000000000002110"
          + "4000000000000085 0000000000001196"
          + "0000000000000001 0000000000004110";
  private static final String AFTER =
      "00000003 0003 0000"
          + "0000000000000011 0000000000001196"
          + "0000000000000021 0000000000002190" // C
          + "8000000000000117 3000000000003012" // much
          + "00000100 0001 0000 0000000000000001 0000000000005110";

  @TempDir private Path folder;

  @Test
  void slotsThatDifferAreALineEachWithTheFieldsThatDo() throws Exception {
    Printed printed = InspectedStreams.run("htab", "diff", file("a", BEFORE), file("b", AFTER));
    assertEquals(
        """
        ~ 00000004 0000000000000021 0000000000002110 -> 0000000000000021 0000000000002190  C
        ~ 00000005 4000000000000085 0000000000001196 -> 8000000000000117 3000000000003012  B AVPN bolted H key RPN R C N
        - 00000006 0000000000000001 0000000000004110 4K
        + 00000100 0000000000000001 0000000000005110 4K
        1 added, 1 removed, 2 changed (1 of them in R and C alone), 1 the same
        """,
        printed.out());
    assertEquals(0, printed.status(), "to differ is no failure");
  }

  @Test
  void jsonHasTheSlotsAndWhatTheyComeTo() throws Exception {
    Printed printed =
        InspectedStreams.run("htab", "diff", "--json", file("a", BEFORE), file("b", AFTER));
    assertEquals(
        "{\"fault\":null,\"shift\":18,\"slots\":[{\"slot\":4,\"change\":\"changed\","
            + "\"before\":{\"v\":\"0000000000000021\",\"r\":\"0000000000002110\"},"
            + "\"after\":{\"v\":\"0000000000000021\",\"r\":\"0000000000002190\"},\"fields\":[\"C\"]},"
            + "{\"slot\":5,\"change\":\"changed\","
            + "\"before\":{\"v\":\"4000000000000085\",\"r\":\"0000000000001196\"},"
            + "\"after\":{\"v\":\"8000000000000117\",\"r\":\"3000000000003012\"},"
            + "\"fields\":[\"B\",\"AVPN\",\"bolted\",\"H\",\"key\",\"RPN\",\"R\",\"C\",\"N\"]},"
            + "{\"slot\":6,\"change\":\"removed\","
            + "\"before\":{\"v\":\"0000000000000001\",\"r\":\"0000000000004110\"}},"
            + "{\"slot\":256,\"change\":\"added\","
            + "\"after\":{\"v\":\"0000000000000001\",\"r\":\"0000000000005110\"}}],"
            + "\"added\":1,\"removed\":1,\"changed\":2,\"changed-in-r-and-c-alone\":1,\"same\":1}",
        printed.out().strip());
  }

  @Test
  void tableDoesNotDifferFromItself() {
    String file = TestStreams.REAL.resolve("qemu-7.2-linux-512m-idle.qevm").toString();
    assertEquals(
        new Printed(
            0, "0 added, 0 removed, 0 changed (0 of them in R and C alone), 8287 the same\n", ""),
        InspectedStreams.run("htab", "diff", file, file));
  }

  @Test
  void tablesOfTwoSizesAreNotComparedAndBothSizesAreNamed() {
    String small = TestStreams.REAL.resolve("qemu-7.2-linux-512m-idle.qevm").toString();
    String large = TestStreams.REAL.resolve("qemu-10.0-linux-1g-fork.qevm").toString();
    assertEquals(
        new Printed(
            1,
            "",
            "pseries: "
                + small
                + " has a table of shift 22, "
                + large
                + " one of shift 23: slots of tables of two sizes do not correspond; compare what"
                + " htab stat tells of each\n"),
        InspectedStreams.run("htab", "diff", small, large));
  }

  @Test
  void standardInputCannotBeBoth() {
    Printed printed = InspectedStreams.run("htab", "diff", "-", "-");
    assertEquals(2, printed.status());
    assertTrue(printed.err().contains("standard input is one stream"), printed.err());
  }

  private String file(String name, String records) throws Exception {
    return Files.write(folder.resolve(name), InspectedStreams.stream(records)).toString();
  }
}

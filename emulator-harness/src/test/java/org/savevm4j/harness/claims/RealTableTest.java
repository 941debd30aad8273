// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.realtables.RealTables;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StreamException;

class RealTableTest {

  /** "QEVM", version 3, configuration "x". */
  private static final String HEAD = "5145564d 00000003 07 00000001 78";

  private static final String START =
      "01 00000009 0a 73706170722f68746162 00000000 00000001 00000012 7e 00000009";
  private static final String ENTRY = "0000000000000001 0000000000000000";
  private static final String MARKER = "0000000000000000";

  @Test
  void passEndsWhereAnIndexGoesBack() throws IOException {
    String part =
        "02 00000009 00000000 00000008 0001 0000" + ENTRY + "00000010 0001 0000" + ENTRY + MARKER;
    String end = "03 00000009 00000000 00000008 0000 0001" + MARKER;
    try (RealTable table = read(HEAD + START + part + foot() + end + foot() + "00")) {
      assertNotNull(table);
      assertEquals(2, table.passes());
      assertEquals(2, table.firstPass().records());
      assertEquals(1, table.laterPasses().invalid());
      assertEquals(1, TableShape.of(table.table()).valid());
    }
  }

  @Test
  void recordBeyondTheTableIsRefused() {
    String part = "02 00000009 00000000 00004000 0001 0000" + ENTRY + MARKER + foot();
    assertThrows(StreamException.class, () -> read(HEAD + START + part));
  }

  @Test
  void realIdleGuestIsOneSparsePass() throws IOException {
    try (RealTable table = RealTable.read(RealTables.IDLE)) {
      assertNotNull(table);
      assertEquals(1, table.passes());
      assertEquals(8277, table.firstPass().records());
      assertEquals(8287, table.firstPass().valid());
      assertEquals(8287, TableShape.of(table.table()).valid());
    }
  }

  @Test
  void realForkGuestSends130InvalidationsInLaterPasses() throws IOException {
    try (RealTable table = RealTable.read(RealTables.FORK)) {
      assertNotNull(table);
      assertEquals(0, table.firstPass().invalid());
      assertEquals(130, table.laterPasses().invalid());
      assertEquals(16689, table.firstPass().records() + table.laterPasses().records());
    }
  }

  @Test
  void radixGuestHasNone() throws IOException {
    assertNull(RealTable.read(RealTables.RADIX));
  }

  @Test
  void allRealGuestsButTheRadixOneAreMeasured() throws IOException {
    List<String> names =
        MeasuredTable.real().stream().map(table -> table.subject().table()).toList();
    assertEquals(List.of(RealTables.IDLE, RealTables.FORK, RealTables.CHURN), names);
  }

  private static String foot() {
    return "7e 00000009";
  }

  private static RealTable read(String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return RealTable.read(
        "made", new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes))));
  }
}

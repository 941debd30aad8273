// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

class TableShapeTest {

  private final HashPageTable table = MadeTable.empty(18);

  @AfterEach
  void free() {
    table.free();
  }

  @Test
  void entriesCountBySlotOfTheirGroupAndByHash() {
    store(0, Hpte.V_VALID | Hpte.V_BOLTED);
    store(8, Hpte.V_VALID);
    store(9, Hpte.V_VALID | Hpte.V_SECONDARY);
    store(23, Hpte.V_VALID);
    TableShape shape = TableShape.of(table);
    assertEquals(16384, shape.slots());
    assertEquals(4, shape.valid());
    assertEquals(1, shape.bolted());
    assertArrayEquals(new long[] {2, 0, 0, 0, 0, 0, 0, 1}, shape.primary());
    assertArrayEquals(new long[] {0, 1, 0, 0, 0, 0, 0, 0}, shape.secondary());
    assertEquals(0.5, shape.at(0));
    assertEquals(0.25, shape.bySecondary());
    assertEquals(0.25, shape.behindRoom());
    assertEquals(4.0 / 16384, shape.occupancy());
  }

  @Test
  void entryBehindAFullStretchOfItsGroupIsNotBehindRoom() {
    store(0, Hpte.V_VALID);
    store(1, Hpte.V_VALID);
    assertEquals(0, TableShape.of(table).behindRoom());
  }

  @Test
  void emptyTableHasNoShares() {
    TableShape shape = TableShape.of(table);
    assertEquals(0, shape.valid());
    assertEquals(0, shape.at(0));
    assertEquals(0, shape.behindRoom());
  }

  @Test
  void madeTableFillsFirstSlotsFirstAndRepeatsWithItsSeed() {
    long entries = MadeTable.fill(table, new SplittableRandom(7), 0, 1000);
    TableShape shape = TableShape.of(table);
    assertEquals(1000, entries);
    assertEquals(1000, shape.valid());
    assertEquals(0, shape.behindRoom());
    HashPageTable again = MadeTable.empty(18);
    try {
      MadeTable.fill(again, new SplittableRandom(7), 0, 1000);
      assertEquals(-1, again.memory().mismatch(table.memory()));
    } finally {
      again.free();
    }
  }

  @Test
  void madeTableTakesNoMoreThanThereIsRoomFor() {
    long slots = table.geometry().slots();
    long entries = MadeTable.fill(table, new SplittableRandom(7), 0, 2 * slots);
    assertEquals(entries, TableShape.of(table).valid());
    assertEquals((double) slots, (double) entries, slots / 20.0);
  }

  @Test
  void tiledTableRepeatsTheTile() {
    store(3, Hpte.V_VALID);
    HashPageTable tiled = MadeTable.tiled(table, 20);
    try {
      TableShape shape = TableShape.of(tiled);
      assertEquals(4, shape.valid());
      assertEquals(4, shape.primary()[3]);
    } finally {
      tiled.free();
    }
  }

  private void store(long slot, long dword0) {
    table.lock(slot);
    table.store(slot, dword0, 0);
  }
}

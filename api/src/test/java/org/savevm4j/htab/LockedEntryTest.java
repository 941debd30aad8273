// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.stream.Budget;

/** An entry that a vCPU has locked is skipped and goes in a later lap. */
final class LockedEntryTest {

  private final RecordSink sink = new RecordSink();
  private final NaiveTable naive = new NaiveTable(18);
  private final Random random = new Random(2);
  private final HtabEmitter emitter = new HtabEmitter(naive.table);

  @Test
  void isLeftOutOfTheFirstLapAndSentInTheNext() throws IOException {
    naive.storeRun(10, 13, true);
    byte[] whole = naive.firstLap();
    long dword0 = naive.table.lock(11);
    byte[] first = sink.lap(emitter);
    assertEquals(2 * (8 + 16), first.length);
    assertEquals(10, first[3]);
    assertEquals(12, first[8 + 16 + 3]);
    assertEquals(8 + 16, emitter.pendingBytes());
    assertEquals(0, sink.lap(emitter).length, "still locked");
    naive.table.unlock(11, dword0);
    byte[] later = sink.lap(emitter);
    assertEquals(8 + 16, later.length);
    assertEquals(11, later[3]);
    assertArrayEquals(
        Arrays.copyOfRange(whole, 8 + 16, 8 + 32), Arrays.copyOfRange(later, 8, 8 + 16));
    assertEquals(0, emitter.pendingBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 64, 70})
  void aloneIsLeftOutWhereverInARunItStands(int run) throws IOException {
    HashPageTable copy = new NaiveTable(18).table;
    HtabApplier applier = new HtabApplier(copy, 0);
    sink.lap(emitter);
    for (int from : new int[] {100, naive.slots - run}) {
      for (int locked = from; locked < from + run; locked++) {
        naive.storeRun(from, from + run, true);
        long dword0 = naive.table.lock(locked);
        byte[] others = sink.lap(emitter);
        int records = (locked > from ? 1 : 0) + (locked < from + run - 1 ? 1 : 0);
        assertEquals(8 * records + 16 * (run - 1), others.length, "slot " + locked);
        naive.table.unlock(locked, dword0);
        byte[] left = sink.lap(emitter);
        assertEquals(8 + 16, left.length, "slot " + locked);
        RecordSink.apply(others, applier);
        RecordSink.apply(left, applier);
        assertArrayEquals(naive.bytes(), copy.memory().toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @Test
  void aloneIsLeftOutAmongEntriesThatStandAlone() throws IOException {
    HashPageTable copy = new NaiveTable(18).table;
    HtabApplier applier = new HtabApplier(copy, 0);
    sink.lap(emitter);
    for (int locked = 64; locked < 192; locked += 2) {
      for (int slot = 64; slot < 192; slot += 2) {
        naive.store(slot, true, random);
      }
      long dword0 = naive.table.lock(locked);
      byte[] others = sink.lap(emitter);
      assertEquals(63 * (8 + 16), others.length, "slot " + locked);
      naive.table.unlock(locked, dword0);
      byte[] left = sink.lap(emitter);
      assertEquals(8 + 16, left.length, "slot " + locked);
      RecordSink.apply(others, applier);
      RecordSink.apply(left, applier);
      assertArrayEquals(naive.bytes(), copy.memory().toArray(ValueLayout.JAVA_BYTE));
    }
    assertEquals(64 * 64, emitter.recordCount());
    assertEquals(64 * 64, emitter.validSlots());
  }

  @Test
  void isSentWithWhatItsHolderStored() throws IOException {
    sink.lap(emitter);
    naive.storeRun(10, 13, true);
    naive.table.lock(12);
    assertEquals(8 + 2 * 16, sink.lap(emitter).length);
    naive.table.store(12, 0, 0);
    assertEquals("0000000c" + "0000" + "0001", hex(sink.lap(emitter)));
    assertEquals(0, emitter.pendingBytes());
  }

  @Test
  void thatIsEmptyIsToldAsItIsAndAgainWhenItsHolderHasFilledIt() throws IOException {
    sink.lap(emitter);
    naive.store(5, 0, 0);
    naive.table.lock(5);
    assertEquals("00000005" + "0000" + "0001", hex(sink.lap(emitter)));
    assertEquals(0, emitter.pendingBytes());
    naive.table.store(5, Hpte.V_VALID, 0x1234);
    assertEquals(
        "00000005" + "0001" + "0000" + "0000000000000001" + "0000000000001234",
        hex(sink.lap(emitter)));
  }

  @Test
  void isLeftOutOfRecordsWithEmptySlots() throws IOException {
    naive.storeRun(64, 128, true);
    sink.lap(emitter);
    for (int locked = 65; locked < 128; locked += 2) {
      for (int slot = 64; slot < 128; slot++) {
        naive.store(slot, slot % 2 == 1, random);
      }
      long dword0 = naive.table.lock(locked);
      // the empty slot behind each valid one is in its record, but not the first of the word
      assertEquals(31 * (8 + 16) + 2 * 8 - (locked == 127 ? 8 : 0), sink.lap(emitter).length);
      naive.table.unlock(locked, dword0);
      assertEquals(8 + 16, sink.lap(emitter).length, "slot " + locked);
    }
  }

  @Test
  void isAnErrorWhenTheGuestIsPaused() {
    naive.storeRun(10, 13, true);
    naive.table.lock(11);
    String message = "slot 11 is still locked though the guest is paused";
    assertEquals(
        message,
        assertThrows(IOException.class, () -> emitter.emit(sink.target(), Budget.unlimited(), true))
            .getMessage());
    assertTrue(emitter.isFirstLap());
    assertEquals(
        message,
        assertThrows(IOException.class, () -> new HtabEmitter(naive.table).emitRest(sink.target()))
            .getMessage());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

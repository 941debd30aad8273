// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.EntryInput;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.MalformedStreamException;

/** What a section may rely on, whatever is behind the backend. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class HtabBackendContract {

  static final int SHIFT = 18;

  private static final int SLOTS = 1 << (SHIFT - 4);
  private static final long ENTRY = 0x11;

  private final Random random = new Random(3);
  final Guest guest = guest(SHIFT);

  /** A machine with an empty table. */
  abstract Guest guest(int shift);

  @Test
  void firstLapTellsEveryEntry() throws Exception {
    storeMany(4000);
    ToldTable told = new ToldTable(SHIFT);
    try (HtabSource source = guest.backend().open()) {
      assertEquals(new HptGeometry(SHIFT), source.geometry());
      assertTrue(source.isFirstLap());
      assertTrue(source.pendingBytes() > 4000 * 16);
      assertTrue(source.emit(told, Budget.unlimited()));
      assertFalse(source.isFirstLap());
      assertEquals(0, source.pendingBytes());
      assertArrayEquals(guest.bytes(), told.bytes);
      assertEquals(new LapFigures(1, told.records, told.valid, told.invalid), source.figures());
    }
    assertEquals(0, guest.readers());
  }

  @Test
  void laterLapTellsOnlyWhatChanged() throws Exception {
    storeMany(1000);
    try (HtabSource source = guest.backend().open()) {
      ToldTable told = new ToldTable(SHIFT);
      source.emit(told, Budget.unlimited());
      guest.store(5, ENTRY, 0x7196);
      guest.store(6, 0, 0);
      guest.store(900, ENTRY, 0x8196);
      assertEquals(24 + 24, source.pendingBytes());
      long before = told.position;
      assertTrue(source.emit(told, Budget.unlimited()));
      assertEquals(24 + 24, told.position - before, "slot 6 is told with slot 5");
      assertArrayEquals(guest.bytes(), told.bytes);
      assertEquals(2, source.figures().laps());
    }
  }

  @Test
  void spentBudgetStopsBetweenRecordsAndTheNextCallGoesOn() throws Exception {
    Guest wide = guest(21);
    int slots = 1 << (21 - 4);
    for (int slot = 0; slot < slots; slot += 1 + slot % 2) {
      wide.store(slot, ENTRY, (long) slot << 12);
    }
    try (HtabSource source = wide.backend().open()) {
      ToldTable told = new ToldTable(21);
      int calls = 1;
      while (!source.emit(told, bytes(told, 1))) {
        wide.store(random.nextInt(slots), ENTRY, random.nextLong());
        assertTrue(source.isFirstLap());
        calls++;
      }
      assertEquals(1, source.figures().laps());
      assertTrue(calls > 3, "the lap takes several calls");
      source.emitRest(told);
      assertArrayEquals(wide.bytes(), told.bytes);
    }
  }

  @Test
  void restLeavesNothingPendingWhereverTheLapStood() throws Exception {
    storeMany(8000);
    try (HtabSource source = guest.backend().open()) {
      ToldTable told = new ToldTable(SHIFT);
      source.emit(told, bytes(told, 1));
      storeMany(3000);
      source.emitRest(told);
      assertEquals(0, source.pendingBytes());
      assertFalse(source.isFirstLap());
      assertArrayEquals(guest.bytes(), told.bytes);
      long all = told.position;
      source.emitRest(told);
      assertEquals(all, told.position, "there is no more");
    }
  }

  @Test
  void lockedEntryIsLeftForLaterAndAnErrorWhenTheGuestIsPaused() throws Exception {
    guest.store(77, ENTRY, 0x1196);
    guest.store(78, ENTRY, 0x2196);
    try (HtabSource source = guest.backend().open()) {
      ToldTable told = new ToldTable(SHIFT);
      guest.lock(77);
      assertTrue(source.emit(told, Budget.unlimited()));
      assertEquals(1, told.valid);
      assertEquals(24, source.pendingBytes());
      IOException locked = assertThrows(IOException.class, () -> source.emitRest(told));
      assertTrue(locked.getMessage().contains("still locked"), locked.getMessage());
      guest.unlock(77);
      source.emitRest(told);
      assertArrayEquals(guest.bytes(), told.bytes);
    }
  }

  @Test
  void radixGuestHasNothingToTell() throws Exception {
    guest.replace(null);
    try (HtabSource source = guest.backend().open()) {
      ToldTable told = new ToldTable(SHIFT);
      assertNull(source.geometry());
      assertFalse(source.isFirstLap());
      assertEquals(0, source.pendingBytes());
      assertTrue(source.emit(told, Budget.unlimited()));
      source.emitRest(told);
      assertEquals(0, told.position);
    }
  }

  @Test
  void replacedTableShowsInTheGenerationAndNotAsAFailure() throws Exception {
    storeMany(100);
    HtabSource source = guest.backend().open();
    assertEquals(guest.backend().generation(), source.generation());
    ToldTable told = new ToldTable(SHIFT);
    source.emit(told, Budget.unlimited());
    guest.replace(new HptGeometry(SHIFT + 1));
    source.emit(told, Budget.unlimited());
    assertNotEquals(guest.backend().generation(), source.generation());
    source.close();
    source.close();
    try (HtabSource next = guest.backend().open()) {
      assertEquals(new HptGeometry(SHIFT + 1), next.geometry());
      assertEquals(guest.backend().generation(), next.generation());
    }
    assertEquals(0, guest.readers());
  }

  @Test
  void stagedTableIsTheMachinesOnceItIsAdopted() throws Exception {
    storeMany(100);
    byte[] before = guest.bytes();
    HtabStage stage = guest.backend().stage(new HptGeometry(20));
    byte[] whole = new byte[1 << 20];
    // longer than any buffer, with empty slots behind it that held something
    apply(stage, whole, 60_000, 500, 0);
    apply(stage, whole, 1, 60_000, 400);
    apply(stage, whole, 65_535, 1, 0);
    stage.flush();
    apply(stage, whole, 0, 0, 1);
    stage.flush();
    assertArrayEquals(before, guest.bytes());
    guest.backend().adopt(stage);
    assertArrayEquals(whole, guest.bytes());
  }

  @Test
  void discardedStageLeavesTheMachineAsItWas() throws Exception {
    storeMany(100);
    byte[] before = guest.bytes();
    HtabStage stage = guest.backend().stage(new HptGeometry(SHIFT));
    apply(stage, new byte[1 << SHIFT], 3, 50, 0);
    stage.flush();
    stage.discard();
    assertArrayEquals(before, guest.bytes());
  }

  @Test
  void recordBeyondTheStagedTableIsRefusedWithItsOffset() throws Exception {
    HtabStage stage = guest.backend().stage(new HptGeometry(SHIFT));
    MalformedStreamException refused =
        assertThrows(
            MalformedStreamException.class,
            () -> stage.apply(new HtabRecord(SLOTS - 1, 1, 1), 4711, (_, _, _) -> {}));
    assertEquals(
        "offset 4711: record is index 16383 + n_valid 1 + n_invalid 1,"
            + " expected at most the table's 16384 slots",
        refused.getMessage());
    stage.discard();
  }

  @Test
  void tableMayBeTakenAway() {
    guest.backend().adopt(null);
    assertEquals(0, guest.bytes().length);
  }

  private static Budget bytes(ToldTable told, long bytes) {
    return new Budget(told.position + bytes, Budget.unlimited().endNanoTime());
  }

  private void storeMany(int count) {
    for (int i = 0; i < count; i++) {
      int slot = i * 2 % SLOTS + random.nextInt(2);
      guest.store(slot, ENTRY, random.nextLong());
    }
  }

  /** Applies a record to the stage, and its meaning to a plain table. */
  private void apply(HtabStage stage, byte[] whole, int index, int valid, int invalid)
      throws IOException {
    EntryInput entries =
        (target, at, length) -> {
          for (long entry = at; entry < at + length; entry += 16) {
            target.set(BigEndian.BE64, entry, ENTRY | 0x60);
            target.set(BigEndian.BE64, entry + 8, 0x1196L + index);
          }
        };
    stage.apply(new HtabRecord(index, valid, invalid), 0, entries);
    MemorySegment plain = MemorySegment.ofArray(whole);
    entries.get(plain, index * 16L, valid * 16L);
    for (int slot = index; slot < index + valid; slot++) {
      plain.set(BigEndian.BE64, slot * 16L, ENTRY);
    }
    Arrays.fill(whole, (index + valid) * 16, (index + valid + invalid) * 16, (byte) 0);
  }

  /** A machine as the tests need it. */
  interface Guest {

    HtabBackend backend();

    /** As a vCPU stores; V = 0 clears the slot. */
    void store(int slot, long dword0, long dword1);

    void lock(int slot);

    void unlock(int slot);

    /** An empty table of that size in place of what there is, or none. */
    void replace(@Nullable HptGeometry geometry);

    /** The table's bytes; none for a radix guest. */
    byte[] bytes();

    /** Sources that are open. */
    int readers();
  }
}

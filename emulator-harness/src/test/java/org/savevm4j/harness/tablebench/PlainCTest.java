// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.HtabRecord;

/** The yardstick does the same work as what is measured with it, byte for byte. */
@Timeout(60)
@EnabledIf("org.savevm4j.harness.tablebench.Compiler#isThere")
class PlainCTest {

  /** 65536 slots, one more than a record has room for. */
  private static final int SHIFT = 20;

  private static final Arena ARENA = Arena.ofShared();
  private static PlainLibrary library;
  private static PlainC plain;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    library = PlainLibrary.compile().orElseThrow();
    plain = new PlainC(library.file(), ARENA);
  }

  @AfterAll
  static void close() throws IOException {
    ARENA.close();
    library.close();
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void firstPassTellsTheSameBytes(Pattern pattern) throws IOException {
    HashPageTable table = pattern.table(SHIFT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ours = Pass.first(table, arena).records();
      MemorySegment kept = Pass.room(table, arena);
      long bytes = plain.firstPass(table, kept);
      assertTrue(bytes > 0);
      assertEquals(ours.byteSize(), bytes);
      assertEquals(-1, ours.mismatch(kept.asSlice(0, bytes)));
      assertEquals(bytes, plain.firstPass(table), "without keeping them");
    } finally {
      table.free();
    }
  }

  @ParameterizedTest
  @EnumSource(ChangedShare.class)
  void laterPassTellsTheSameBytesAndTakesItsBits(ChangedShare share) throws IOException {
    HashPageTable table = Pattern.LOW.table(SHIFT);
    try (Arena arena = Arena.ofConfined();
        HtabEmitter emitter = new HtabEmitter(table)) {
      assertNotEquals(0, Pass.next(emitter, table, arena).records().byteSize());
      ChangedSlots changed = new ChangedSlots(table, share);
      changed.mark();
      changed.setDirty();
      MemorySegment kept = Pass.room(table, arena);
      long bytes = plain.laterPass(table, kept);
      assertEquals(share == ChangedShare.NONE, bytes == 0);
      MemorySegment ours = Pass.next(emitter, table, arena).records();
      assertEquals(ours.byteSize(), bytes);
      assertEquals(-1, ours.mismatch(kept.asSlice(0, bytes)));
      assertEquals(0, plain.laterPass(table), "a second time there is nothing");
    } finally {
      table.free();
    }
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void loadsTheSameTable(Pattern pattern) throws IOException {
    HashPageTable told = pattern.table(SHIFT);
    HashPageTable inC = Pattern.empty(SHIFT);
    HashPageTable ours = Pattern.empty(SHIFT);
    try (Arena arena = Arena.ofConfined()) {
      Pass pass = Pass.first(told, arena);
      assertTrue(plain.load(inC, pass.records()) > 0);
      assertEquals(-1, told.memory().mismatch(inC.memory()));
      RecordFeed.feed(
          pass.withEndMarker(), new TableBackend(new OneTableHost(ours)).stage(ours.geometry()));
      assertEquals(-1, told.memory().mismatch(ours.memory()));
    } finally {
      told.free();
      inC.free();
      ours.free();
    }
  }

  @Test
  void loadEmptiesInvalidSlotsAndStopsAtARecordPastTheTable() throws IOException {
    HashPageTable table = Pattern.ALL.table(SHIFT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment records = arena.allocate(2 * Long.BYTES, Long.BYTES);
      new HtabRecord(5, 0, 3).put(records, 0, ByteOrder.BIG_ENDIAN);
      new HtabRecord(65535, 0, 2).put(records, Long.BYTES, ByteOrder.BIG_ENDIAN);
      assertEquals(1, plain.load(table, records));
      assertNotEquals(0, table.dword0(4));
      assertEquals(0, table.dword0(5) | table.dword1(5) | table.dword0(7) | table.dword1(7));
      assertNotEquals(0, table.dword0(8));
      assertNotEquals(0, table.dword0(65535));
    } finally {
      table.free();
    }
  }

  @Test
  void aLibraryLeavesNoFileBehind() throws IOException, InterruptedException {
    Path file;
    try (PlainLibrary another = PlainLibrary.compile().orElseThrow()) {
      file = another.file();
      assertTrue(Files.exists(file));
    }
    assertTrue(Files.notExists(file.getParent()), file::toString);
  }

  @Test
  void aCommandThatIsNotThereCompilesNothing() throws IOException, InterruptedException {
    assertEquals(Optional.empty(), PlainLibrary.compile("no-such-compiler"));
    assertTrue(PlainLibrary.noCompiler().contains("cc"), PlainLibrary.noCompiler());
  }
}

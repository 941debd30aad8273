// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import org.savevm4j.harness.mmu.Invalidations;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/** A guest of one vCPU with 16 MiB of RAM and the smallest table, which tests make calls on. */
final class TableCalls implements AutoCloseable {

  static final long RAM = 16 << 20;

  /** What a guest of this size may resize its table to. */
  static final int LARGEST_SHIFT = 19;

  static final int BOOT_SHIFT = 18;

  final HashPageTable table = new HashPageTable(new HptGeometry(18), Arena.ofShared());
  final DirtyMarks marks = table.tracking().open();
  final FakeTables tables = new FakeTables(table);
  final Invalidations invalidations = new Invalidations();
  final Hypercalls hypercalls;
  final long[] args = new long[Hypercalls.ARGUMENTS];

  TableCalls() {
    this(true);
  }

  TableCalls(boolean resizing) {
    HptResize resize = new HptResize(tables, tables.pending, resizing, LARGEST_SHIFT);
    RegisterProcessTable processTable =
        new RegisterProcessTable(tables, new HptGeometry(BOOT_SHIFT));
    hypercalls = new Hypercalls(tables, RAM, invalidations, resize, processTable);
  }

  long call(long opcode, long... arguments) {
    System.arraycopy(arguments, 0, args, 0, arguments.length);
    return hypercalls.call(opcode, args);
  }

  /** Puts an entry there, and takes its mark away. */
  void put(long slot, long dword0, long dword1) {
    table.lock(slot);
    table.store(slot, dword0, dword1);
    marks.take(slot >>> 6);
  }

  void assertEntry(long slot, long dword0, long dword1) {
    assertEquals(Long.toHexString(dword0), Long.toHexString(table.dword0(slot)), "dword 0");
    assertEquals(Long.toHexString(dword1), Long.toHexString(table.dword1(slot)), "dword 1");
    assertEquals((dword0 & Hpte.V_VALID) != 0, table.occupied().get(slot), "occupied");
  }

  /** Asserts that this slot of the first 64 is marked and no other, and takes the mark. */
  void assertMarkedOnly(long slot) {
    assertEquals(1L << slot, marks.take(0), "marks");
  }

  void assertNothingMarked() {
    assertEquals(0, marks.take(0), "marks");
  }

  @Override
  public void close() {
    tables.free();
    table.free();
  }
}

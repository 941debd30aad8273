// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;

/** Any calls in any order, against a model; a failure is shrunk to few calls with small numbers. */
@Timeout(60)
class CallSequencesTest {

  /** Fewer where each sequence is run many times over. */
  private static final int SEQUENCES = Integer.getInteger("sequences", 10_000);

  private static final int MOST_CALLS = 60;

  private static final int KINDS_OF_MACHINES = 20;

  /** Sequences in which all outcomes are sure to be seen. */
  private static final int ENOUGH = 10_000;

  /** Opcode and code: all that the calls can answer. */
  private static final Set<String> OUTCOMES =
      new TreeSet<>(
          Arrays.asList(
              """
              4:-2 4:-4 4:-7 4:0 8:-2 8:-4 8:-6 8:0 c:-2 c:-4 c:0 10:-2 10:-4 10:-7 10:0
              14:-2 14:-4 14:-7 14:0 18:-2 18:-4 18:-7 18:0 1c:-2 124:-2 124:-4 124:0
              36c:-10 36c:-16 36c:-4 36c:-9 36c:0 36c:3 36c:9902
              370:-10 370:-4 370:-6 370:-9 370:-1 370:0 370:1 370:2 370:3
              37c:-4 37c:-9 37c:0\
              """
                  .split("\\s+")));

  private static final long UNUSED = 0x5555;

  private final Set<String> seen = new TreeSet<>();

  @Test
  void doWhatTheModelSays() {
    qt().withExamples(SEQUENCES)
        .forAll(
            lists().of(ModelCall.any()).ofSizeBetween(1, MOST_CALLS),
            integers().between(0, KINDS_OF_MACHINES))
        .checkAssert(this::check);
    if (SEQUENCES >= ENOUGH) {
      assertEquals(OUTCOMES, seen, "what is never drawn is not tested");
    }
  }

  /**
   * Makes the calls on both.
   *
   * @param machine 0 does not resize, 1 to 3 have room for one more table, others for any number
   */
  private void check(List<ModelCall> calls, int machine) {
    int memory = machine < 4 ? 1 : Integer.MAX_VALUE;
    TableModel model = new TableModel(machine != 0, memory);
    try (TableCalls guest = new TableCalls(machine != 0)) {
      guest.tables.memory = memory;
      for (ModelCall call : calls) {
        if (call.opcode() == ModelCall.NONE) {
          continue;
        }
        long[] expected = new long[Hypercalls.ARGUMENTS];
        Arrays.fill(expected, UNUSED);
        System.arraycopy(call.args(), 0, expected, 0, call.args().length);
        Arrays.fill(guest.args, UNUSED);
        long code = model.call(call.opcode(), expected);
        assertEquals(code, guest.call(call.opcode(), call.args()), call::toString);
        seen.add(Integer.toHexString(call.opcode()) + ":" + code);
        assertArrayEquals(expected, guest.args, call::toString);
      }
      compare(model, guest);
    }
  }

  /** All of the table, with what belongs to it; and that nothing else is in memory. */
  private static void compare(TableModel model, TableCalls guest) {
    HashPageTable table = guest.tables.current;
    int own = table == null || table == guest.table ? 0 : 1;
    assertEquals(own + (model.isPendingInMemory() ? 1 : 0), guest.tables.inMemory(), "tables");
    if (model.shift == 0) {
      assertNull(table);
      return;
    }
    assertEquals(model.shift, table.geometry().shift());
    long[] none = new long[2];
    for (long slot = 0; slot < table.geometry().slots(); slot++) {
      long[] entry = model.entries.getOrDefault(slot, none);
      long at = slot;
      if (table.dword0(slot) != entry[0] || table.dword1(slot) != entry[1]) {
        assertEquals(Arrays.toString(entry), dwords(table, slot), () -> "slot " + at);
      }
      boolean occupied = model.entries.containsKey(slot);
      assertEquals(occupied, table.occupied().get(slot), () -> "occupied " + at);
    }
    DirtyMarks tracked = table.tracking().sets().getFirst();
    long[] marks = new long[(int) tracked.words()];
    tracked.forEachWord(tracked.words(), (word, bits) -> marks[(int) word] = bits);
    for (long slot : model.changed) {
      assertTrue((marks[(int) (slot >>> 6)] & 1L << slot) != 0, () -> "slot " + slot + " marked");
    }
  }

  private static String dwords(HashPageTable table, long slot) {
    return Arrays.toString(new long[] {table.dword0(slot), table.dword1(slot)});
  }
}

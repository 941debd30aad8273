// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A summary word stands for 64 words of 64 slots: 4096 slots; a top word for 262144. */
final class DirtyMarksTest {

  private static final long SLOTS = 1 << 19;

  private final DirtyMarks marks = new DirtyMarks(SLOTS, Arena.ofAuto());

  @ParameterizedTest
  @ValueSource(
      longs = {
        0, 1, 63, 64, 4031, 4032, 4095, 4096, 8191, 8192, 16320, 16383, 262143, 262144, 524287
      })
  void takesTheMarkThatWasMadeAndNoOther(long slot) {
    marks.mark(slot);
    assertEquals(List.of(slot), slotsTaken(0));
    assertEquals(List.of(), slotsTaken(0), "taken once");
    marks.mark(slot);
    assertEquals(List.of(slot), slotsTaken(0), "marked anew");
  }

  @Test
  void takesOneWordAndLeavesTheOthers() {
    marks.mark(63);
    marks.mark(64);
    marks.mark(127);
    marks.mark(128);
    assertEquals(1L << 63 | 1, marks.take(1));
    assertEquals(0, marks.take(1));
    assertEquals(List.of(63L, 128L), slotsTaken(0));
  }

  @Test
  void marksAgainAWordWhoseSummaryWasLeft() {
    marks.mark(70);
    marks.take(1);
    marks.mark(71);
    assertEquals(List.of(71L), slotsTaken(0));
  }

  @Test
  void leavesMarkedWhatAFullBatchHasNoRoomFor() {
    List<Long> made = markEvery(64);
    long[] words = new long[3];
    long[] bits = new long[3];
    List<Long> taken = new ArrayList<>();
    long from = 0;
    int got;
    do {
      got = marks.takeNext(from, words, bits);
      addSlots(words, bits, got, taken);
      from = got == 0 ? from : words[got - 1] + 1;
    } while (got == words.length);
    assertEquals(made, taken);
    assertEquals(List.of(), slotsTaken(0));
  }

  @Test
  void leavesTheRestOfTheSummaryWordWhenTheBatchIsFull() {
    for (long slot : new long[] {64, 130, 4095, 4096}) {
      marks.mark(slot);
    }
    long[] words = new long[2];
    assertEquals(2, marks.takeNext(0, words, new long[2]));
    assertArrayEquals(new long[] {1, 2}, words);
    assertEquals(List.of(4095L, 4096L), slotsTaken(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 63, 64, 65, 100, 127, 128, 255, 256})
  void startsAtAnyWordAndLeavesWhatIsBefore(long from) {
    List<Long> made = markEvery(32);
    List<Long> taken = slotsTaken(from);
    assertEquals(made.stream().filter(slot -> slot >= 64 * from).toList(), taken);
    assertEquals(made.stream().filter(slot -> slot < 64 * from).toList(), slotsTaken(0));
  }

  @Test
  void takesWordsInOrderEachOnceWithAllItsMarks() {
    Random random = new Random(5);
    BitSet model = new BitSet();
    for (int i = 0; i < 2000; i++) {
      int slot = random.nextInt((int) SLOTS);
      model.set(slot);
      marks.mark(slot);
    }
    long[] words = new long[7];
    long[] bits = new long[7];
    long from = 0;
    for (int got = 7; got == 7; ) {
      got = marks.takeNext(from, words, bits);
      for (int i = 0; i < got; i++) {
        int word = (int) words[i];
        assertTrue(word >= from, "word " + word + " after " + from);
        long[] expected = model.get(64 * word, 64 * word + 64).toLongArray();
        assertEquals(expected[0], bits[i], "word " + word);
        model.clear(64 * word, 64 * word + 64);
        from = words[i] + 1;
      }
    }
    assertEquals(new BitSet(), model, "every mark was taken");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 65, 256})
  void showsEachWordBeforeAnEndAndTakesNothing(long endWord) {
    List<Long> made = markEvery(97);
    marks.take(0);
    made.removeIf(slot -> slot < 64);
    List<Long> seen = new ArrayList<>();
    marks.forEachWord(
        endWord, (word, bits) -> addSlots(new long[] {word}, new long[] {bits}, 1, seen));
    assertEquals(made.stream().filter(slot -> slot < 64 * endWord).toList(), seen);
    assertEquals(made, slotsTaken(0));
  }

  @Test
  void hasAWordForEvery64Slots() {
    assertEquals(SLOTS / 64, marks.words());
  }

  private List<Long> markEvery(long step) {
    List<Long> made = new ArrayList<>();
    for (long slot = step - 1; slot < SLOTS; slot += step) {
      marks.mark(slot);
      made.add(slot);
    }
    return made;
  }

  private List<Long> slotsTaken(long fromWord) {
    long[] words = new long[Math.toIntExact(marks.words() + 1)];
    long[] bits = new long[words.length];
    Arrays.fill(words, -1);
    List<Long> slots = new ArrayList<>();
    addSlots(words, bits, marks.takeNext(fromWord, words, bits), slots);
    return slots;
  }

  private static void addSlots(long[] words, long[] bits, int count, List<Long> to) {
    for (int i = 0; i < count; i++) {
      for (int bit = 0; bit < 64; bit++) {
        if ((bits[i] >>> bit & 1) != 0) {
          to.add(64 * words[i] + bit);
        }
      }
    }
  }
}

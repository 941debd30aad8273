// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.stream.MalformedStreamException;

/** Whole windows of records, loaded as fast as it goes, against a table filled entry by entry. */
final class LoadReferenceTest {

  private static final int SLOTS = LoadModel.SLOTS;
  private static final int WORD = 64;

  @ParameterizedTest
  @CsvSource({
    // longest run, and of 1000 records: those that go anywhere, have empty slots, an odd entry
    "1, 0, 0, 0",
    "1, 0, 0, 5",
    "3, 0, 0, 0",
    "6, 0, 0, 0",
    "6, 0, 0, 5",
    "8, 0, 0, 10",
    "9, 0, 0, 0",
    "3, 20, 0, 0",
    "9, 100, 100, 0",
    "5, 0, 30, 3",
    "9, 50, 50, 5",
    "8, 500, 300, 100",
    "200, 100, 100, 5"
  })
  void loadsWhatARecordAfterTheOtherSays(int longest, int anywhere, int emptied, int odd)
      throws IOException {
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      LoadModel model = new LoadModel(seed % 2 == 0 ? Hpte.V_HOST : 0);
      int next = 0;
      for (int i = 0; i < 1500; i++) {
        if (next >= SLOTS - 20 || random.nextInt(1000) < anywhere) {
          next = random.nextInt(SLOTS);
        }
        int index = Math.min(SLOTS, next + random.nextInt(4));
        int valid = Math.min(SLOTS - index, random.nextInt(1, longest + 1));
        int invalid =
            random.nextInt(1000) < emptied ? random.nextInt(SLOTS - index - valid + 1) : 0;
        if (random.nextInt(1000) < odd) {
          model.tellOdd(random, index, valid, invalid % 100);
        } else {
          model.tell(random, index, valid, invalid % 100);
        }
        next = index + valid + invalid % 100;
      }
      model.load(random);
      model.assertLoaded("seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 6, 8})
  void storesEachRunWhereverAWordOrTheTableEndsAndLeavesItsNeighboursAlone(int usual)
      throws IOException {
    for (int run = 1; run <= 9; run++) {
      for (int index = SLOTS - WORD - 10; index <= SLOTS - run; index++) {
        for (int gap = 0; gap <= 9; gap += 1 + index % 2) {
          Random random = new Random(index);
          LoadModel model = new LoadModel(Hpte.V_HOST);
          // this many make the applier expect runs of that length
          for (int i = 0; i < 70; i++) {
            model.tell(random, 16 * i, usual, 0);
          }
          model.loadAtOnce();
          if (index + run + gap < SLOTS) {
            model.tell(random, index + run + gap, 1, 0);
          }
          model.tell(random, index, run, 0);
          for (int i = 0; i < 10; i++) {
            model.tell(random, 2000 + 16 * i, usual, 0);
          }
          model.loadAtOnce();
          model.assertLoaded(run + " at " + index + ", one " + gap + " behind it");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        Hpte.V_LOCK,
        Hpte.V_ABSENT,
        Hpte.V_HOST | 0x80,
        0x80,
        Hpte.V_VALID | Hpte.V_LOCK,
        Hpte.V_VALID | Hpte.V_ABSENT
      })
  void treatsAnOddEntryAloneWhereverItIs(long dword0) throws IOException {
    for (int at = 0; at < 8 * 40; at++) {
      for (long dword1 = 0; dword1 < 2; dword1++) {
        Random random = new Random(at);
        LoadModel model = new LoadModel(Hpte.V_HOST);
        for (int i = 0; i < 40; i++) {
          model.tell(random, 8 * i, 1 + i % 8, 0, at - 8 * i, dword0, dword1);
        }
        model.load(random);
        model.assertLoaded("entry " + at);
      }
    }
  }

  @Test
  void takesNoMoreThanWholeRecordsWhereverTheyAreCut() throws IOException {
    Random random = new Random(1);
    LoadModel model = new LoadModel(Hpte.V_HOST);
    int[] ends = new int[40];
    for (int i = 0; i < 40; i++) {
      model.tell(random, 9 * i, 1 + i % 9, 0);
      ends[i] = model.bytes();
    }
    int whole = 0;
    for (int cut = 0; cut <= model.bytes(); cut++) {
      whole += whole < 40 && cut >= ends[whole] ? 1 : 0;
      HtabApplier applier = new HtabApplier(LoadModel.table(), Hpte.V_HOST);
      int used = model.applyAll(applier, 0, cut);
      assertEquals(whole == 0 ? 0 : ends[whole - 1], used, "cut at " + cut);
      assertEquals(whole, applier.recordCount(), "cut at " + cut);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 63, 64, 200})
  void stopsAtTheEndMarkerWhateverComesAfterIt(int before) throws IOException {
    Random random = new Random(before);
    LoadModel model = new LoadModel(Hpte.V_HOST);
    for (int i = 0; i < before; i++) {
      model.tell(random, 8 * i, 1 + i % 6, 0);
    }
    int marker = model.bytes();
    model.tellBeyond(random, 0, 0);
    for (int i = 0; i < 20; i++) {
      model.tellBeyond(random, 8001 + i, 1);
    }
    assertEquals(marker, model.applyAll(model.applier(), 0, model.bytes()));
    model.assertLoaded("nothing behind the end marker");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 63, 64, 200})
  void refusesARecordThatLeavesTheTableAfterOthersThatDoNot(int before) throws IOException {
    Random random = new Random(before);
    LoadModel model = new LoadModel(Hpte.V_HOST);
    for (int i = 0; i < before; i++) {
      model.tell(random, 8 * i, 1 + i % 6, 0);
    }
    int refused = model.bytes();
    model.tellBeyond(random, SLOTS - 2, 3);
    model.tellBeyond(random, 8000, 1);
    for (int i = 0; i < 20; i++) {
      model.tellBeyond(random, 8001 + i, 1);
    }
    MalformedStreamException fault =
        assertThrows(
            MalformedStreamException.class,
            () -> model.applyAll(model.applier(), 0, model.bytes()));
    assertEquals(refused, fault.offset());
    model.assertLoaded("what came before is stored, and nothing else");
  }

  @Test
  void loadsTheLongestRunAmongShortOnes() throws IOException {
    Random random = new Random(3);
    LoadModel model = new LoadModel(Hpte.V_HOST, 22);
    for (int i = 0; i < 100; i++) {
      model.tell(random, 8 * i, 3, 0);
    }
    model.tell(random, 1000, HtabRecord.MAX_RUN, HtabRecord.MAX_RUN);
    for (int i = 0; i < 100; i++) {
      model.tell(random, 1005 + 8 * i, 3, 5);
    }
    model.load(random);
    model.assertLoaded("65535 entries and as many empty slots");
  }
}

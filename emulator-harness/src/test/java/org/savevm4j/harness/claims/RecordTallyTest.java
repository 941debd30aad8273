// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.savevm4j.htab.HtabRecord;

class RecordTallyTest {

  @Test
  void countsRecordsEntriesAndInvalidations() {
    RecordTally tally = tally(new HtabRecord(0, 8, 0), new HtabRecord(16, 1, 2));
    assertEquals(2, tally.records());
    assertEquals(9, tally.valid());
    assertEquals(2, tally.invalid());
    assertEquals(11, tally.slots());
    assertEquals(4.5, tally.entriesPerRecord());
    assertEquals(5.5, tally.slotsPerRecord());
    assertEquals(0.5, tally.ofAGroup());
    assertEquals(0.5, tally.ofOneEntry());
    assertEquals(0, tally.ofOneSlot());
  }

  @Test
  void eightEntriesTake136BytesWithAHeaderAnd160WithAnIndexInEach() {
    RecordTally tally = tally(new HtabRecord(0, 8, 0));
    assertEquals(136, tally.bytes());
    assertEquals(160, tally.indexedBytes());
    assertEquals(192, tally.wideIndexedBytes());
  }

  @Test
  void invalidationTakesAHeaderOrSixteenZeroBytesWithAnIndex() {
    RecordTally tally = tally(new HtabRecord(5, 0, 1));
    assertEquals(8, tally.bytes());
    assertEquals(20, tally.indexedBytes());
  }

  @Test
  void bothFormatsAreEqualAtTwoEntriesARecord() {
    RecordTally tally = tally(new HtabRecord(0, 2, 0));
    assertEquals(tally.indexedBytes(), tally.bytes());
    assertEquals(2, tally.crossover());
  }

  @Test
  void invalidationsMoveTheCrossoverDown() {
    // n = 2 - 5 i, here with i = 1/5
    RecordTally tally =
        tally(
            new HtabRecord(0, 1, 1),
            new HtabRecord(8, 1, 0),
            new HtabRecord(16, 1, 0),
            new HtabRecord(24, 1, 0),
            new HtabRecord(32, 1, 0));
    assertEquals(1, tally.crossover(), 1e-12);
    assertEquals(tally.indexedBytes(), tally.bytes());
  }

  @Test
  void eachTouchedPageOfTheTableCountsOnce() {
    // 256 slots a page of 4 KiB, 4096 a page of 64 KiB
    RecordTally tally =
        tally(new HtabRecord(0, 1, 0), new HtabRecord(255, 1, 0), new HtabRecord(4095, 1, 1));
    assertEquals(3 * (8 + 4096), tally.smallPageBytes());
    assertEquals(2 * (8 + 65536), tally.largePageBytes());
  }

  @Test
  void longRecordTouchesEveryPageThatItCovers() {
    RecordTally tally = tally(new HtabRecord(0, 256, 0), new HtabRecord(300, 500, 0));
    assertEquals(4 * (8 + 4096), tally.smallPageBytes());
  }

  @Test
  void passesAddUpPageByPage() {
    RecordTally sum = tally(new HtabRecord(0, 1, 0));
    sum.add(tally(new HtabRecord(0, 0, 1)));
    assertEquals(2, sum.records());
    assertEquals(1, sum.ofOneSlot());
    assertEquals(2 * (8 + 4096), sum.smallPageBytes());
  }

  @Test
  void nothingHasNoMean() {
    assertEquals(0, new RecordTally().entriesPerRecord());
    assertEquals(0, new RecordTally().bytes());
  }

  private static RecordTally tally(HtabRecord... records) {
    RecordTally tally = new RecordTally();
    for (HtabRecord record : records) {
      tally.add(record);
    }
    return tally;
  }
}

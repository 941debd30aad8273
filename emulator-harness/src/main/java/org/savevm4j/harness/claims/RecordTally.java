// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import org.savevm4j.htab.HtabRecord;

/**
 * Counts the records of one pass, and what the same changes would take in other formats. Records
 * come in ascending order. One thread.
 */
final class RecordTally {

  /** An index of 32 bits before each entry of 16 bytes, which is all zero for an empty slot. */
  static final int INDEXED_SLOT_BYTES = 4 + HtabRecord.ENTRY_BYTES;

  /** The same with an index of 64 bits, which keeps the doublewords aligned. */
  static final int WIDE_INDEXED_SLOT_BYTES = 8 + HtabRecord.ENTRY_BYTES;

  /** What names a page of the table when it is sent whole: its address, as in section ram. */
  static final int PAGE_HEADER_BYTES = 8;

  private static final int GROUP = 8;
  private static final int SMALL_PAGE_SHIFT = 12;
  private static final int LARGE_PAGE_SHIFT = 16;

  private long records;
  private long valid;
  private long invalid;
  private long recordsOfOneSlot;
  private long recordsOfOneEntry;
  private long recordsOfAGroup;
  private final PageCount smallPages = new PageCount(SMALL_PAGE_SHIFT);
  private final PageCount largePages = new PageCount(LARGE_PAGE_SHIFT);

  /** Counts a record. */
  void add(HtabRecord record) {
    long slots = (long) record.valid() + record.invalid();
    records++;
    valid += record.valid();
    invalid += record.invalid();
    recordsOfOneSlot += slots == 1 ? 1 : 0;
    recordsOfOneEntry += record.valid() == 1 ? 1 : 0;
    recordsOfAGroup += record.valid() == GROUP ? 1 : 0;
    smallPages.add(record.index(), slots);
    largePages.add(record.index(), slots);
  }

  /** Adds the counts of another pass. */
  void add(RecordTally other) {
    records += other.records;
    valid += other.valid;
    invalid += other.invalid;
    recordsOfOneSlot += other.recordsOfOneSlot;
    recordsOfOneEntry += other.recordsOfOneEntry;
    recordsOfAGroup += other.recordsOfAGroup;
    smallPages.add(other.smallPages);
    largePages.add(other.largePages);
  }

  long records() {
    return records;
  }

  /** Slots sent with an entry. */
  long valid() {
    return valid;
  }

  /** Slots sent as empty. */
  long invalid() {
    return invalid;
  }

  long slots() {
    return valid + invalid;
  }

  /** Bytes in the format of the file descriptor: a header a record. */
  long bytes() {
    return HtabRecord.HEADER_BYTES * records + HtabRecord.ENTRY_BYTES * valid;
  }

  /** Bytes with an index of 32 bits in every entry. */
  long indexedBytes() {
    return INDEXED_SLOT_BYTES * slots();
  }

  /** Bytes with an index of 64 bits in every entry. */
  long wideIndexedBytes() {
    return WIDE_INDEXED_SLOT_BYTES * slots();
  }

  /** Bytes when each page of 4 KiB that holds a changed slot is sent whole. */
  long smallPageBytes() {
    return smallPages.bytes();
  }

  /** Bytes when each page of 64 KiB that holds a changed slot is sent whole. */
  long largePageBytes() {
    return largePages.bytes();
  }

  /** Entries a record, or 0 without records. */
  double entriesPerRecord() {
    return share(valid);
  }

  /** Changed slots a record, or 0 without records. */
  double slotsPerRecord() {
    return share(slots());
  }

  /** Share of the records that tell one slot, 0 to 1. */
  double ofOneSlot() {
    return share(recordsOfOneSlot);
  }

  /** Share of the records that hold one entry, 0 to 1. */
  double ofOneEntry() {
    return share(recordsOfOneEntry);
  }

  /** Share of the records that hold eight entries, 0 to 1. */
  double ofAGroup() {
    return share(recordsOfAGroup);
  }

  /**
   * The mean n_valid, over the records, above which this format takes fewer bytes than the one with
   * an index of 32 bits, at this pass's number of invalidations a record; not above 0 if it always
   * does. From 8 + 16 n = 20 (n + i): n = 2 - 5 i.
   */
  double crossover() {
    double index = INDEXED_SLOT_BYTES - HtabRecord.ENTRY_BYTES;
    return (HtabRecord.HEADER_BYTES - INDEXED_SLOT_BYTES * share(invalid)) / index;
  }

  private double share(long part) {
    return records == 0 ? 0 : (double) part / records;
  }

  /** Pages of one size with changed slots in them. */
  private static final class PageCount {

    private final int shift;
    private long pages;
    private long last = -1;

    PageCount(int shift) {
      this.shift = shift;
    }

    void add(long index, long slots) {
      long first = index * HtabRecord.ENTRY_BYTES >>> shift;
      long end = (index + slots) * HtabRecord.ENTRY_BYTES - 1 >>> shift;
      pages += end - Math.max(first, last + 1) + 1;
      last = end;
    }

    void add(PageCount other) {
      pages += other.pages;
    }

    long bytes() {
      return pages * (PAGE_HEADER_BYTES + (1L << shift));
    }
  }
}

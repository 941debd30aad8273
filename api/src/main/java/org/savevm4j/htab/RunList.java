// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

/**
 * The records that words of valid slots begin, listed before anything is copied, so that writing
 * their headers is one loop with one count for all words. A loop a word has another count each
 * time, which the processor cannot foretell, and a wrong guess takes as long as several headers.
 */
final class RunList {

  /** Words that are listed together at most. */
  static final int WORDS = 32;

  /** Runs of a word that are listed without asking how many there are. */
  private static final int STEP = 4;

  /**
   * Headers as big-endian doublewords: first that of the record which was open, or 0, then those of
   * the records that begin here.
   */
  final long[] headers = new long[1 + WORDS * Long.SIZE / 2 + STEP];

  /** Slots of each word at which a record begins, a bit each. */
  final long[] starts = new long[WORDS];

  /** Records that begin here. */
  int size;

  /**
   * Lists the records of words without empty slots, none of them full, the first of several runs.
   *
   * @param begin the first of at most {@link #WORDS} words
   * @param end the last one's successor
   * @param cursor has the record that is open
   * @return entries that the record which was open goes on with
   */
  int list(SlotBatch.Words words, int begin, int end, RecordCursor cursor) {
    long[] numbers = words.numbers;
    long[] headers = this.headers;
    long open = cursor.openHeader();
    headers[0] = open;
    int count = 0;
    // 1 if a record ends right before the word: data, since a branch on it would be a guess
    long ends = cursor.next() == numbers[begin] << 6 ? 1 : 0;
    for (int i = begin; i < end; i++) {
      long valid = words.slots[i];
      if (i > begin && numbers[i] != numbers[i - 1] + 1) {
        ends = 0;
      }
      long joins = valid & ends;
      long joined = Long.numberOfTrailingZeros(~valid) & -joins;
      headers[count] = HtabRecord.longer(headers[count], joined);
      long left = valid & ~(valid << 1) & ~joins;
      starts[i - begin] = left;
      long base = numbers[i] << 6;
      int last = count + Long.bitCount(left);
      for (int at = count; at < last; at += STEP) {
        // those past the last are written over
        for (int j = 1; j <= STEP; j++) {
          int start = Long.numberOfTrailingZeros(left);
          left &= left - 1;
          int run = Long.numberOfTrailingZeros(~(valid >>> start));
          headers[at + j] = HtabRecord.encode(base + start, run, 0);
        }
      }
      count = last;
      ends = valid >>> Long.SIZE - 1;
    }
    size = count;
    return HtabRecord.decode(headers[0]).valid() - HtabRecord.decode(open).valid();
  }
}

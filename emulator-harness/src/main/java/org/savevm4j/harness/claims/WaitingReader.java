// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.nio.ByteBuffer;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;

/** Reads as a design would that waits for each entry's lock, for comparison. */
final class WaitingReader implements ChangeReader {

  private static final int BATCH = 256;
  private static final int ONE_VALID = 1 << 16;

  private final HashPageTable table;
  private final DirtyMarks marks;
  private final ByteBuffer buffer;
  private final long[] words = new long[BATCH];
  private final long[] bits = new long[BATCH];
  private long entries;

  /**
   * Opens a set of marks; what changed before it is not read.
   *
   * @param bytes of the buffer, enough for 24 an entry
   */
  WaitingReader(HashPageTable table, int bytes) {
    this.table = table;
    this.marks = table.tracking().open();
    this.buffer = ByteBuffer.allocateDirect(bytes);
  }

  @Override
  public void read() {
    buffer.clear();
    entries = 0;
    int taken;
    long from = 0;
    do {
      taken = marks.takeNext(from, words, bits);
      for (int i = 0; i < taken; i++) {
        for (long left = bits[i]; left != 0; left &= left - 1) {
          copy((words[i] << 6) + Long.numberOfTrailingZeros(left));
        }
        from = words[i] + 1;
      }
    } while (taken == BATCH);
  }

  private void copy(long slot) {
    long dword0 = table.lock(slot);
    buffer.putInt((int) slot).putInt(ONE_VALID).putLong(dword0).putLong(table.dword1(slot));
    table.unlock(slot, dword0);
    entries++;
  }

  @Override
  public long entries() {
    return entries;
  }

  @Override
  public void close() {
    table.tracking().close(marks);
  }
}

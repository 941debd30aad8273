// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * Laps over one table while its guest runs: the first puts every valid slot, each later one puts
 * the slots that changed since they were last put.
 *
 * <p>Owned by the migration thread. It takes the table's marks, so a table has one emitter at a
 * time. The order of steps that loses no change is in the description of {@code org.savevm4j.hpt}.
 *
 * <p>A record of the first lap is a run of valid slots and invalidates nothing: what it leaves out
 * is empty at the receiver. A record of a later lap is a run of changed valid slots and the run of
 * changed empty slots right after it. A run is cut at 65535 slots and where a call ends.
 */
public final class HtabEmitter {

  /** Words of marks taken before any entry is read; 16384 slots, at most 384 KiB of records. */
  private static final int BATCH_WORDS = 256;

  /** Words that a batch passes over at most, so that an empty table too is left in good time. */
  private static final int SCAN_WORDS = 1 << 16;

  private final HashPageTable table;
  private final DirtyMarks marks;
  private final RecordBuffer records = new RecordBuffer();
  private final long[] words = new long[BATCH_WORDS];
  private final long[] bits = new long[BATCH_WORDS];

  /** What the first lap had to say when it began, and what it has passed of that. */
  private final long firstLapBytes;

  private final PendingRecords passed = new PendingRecords();

  private boolean firstLap = true;
  private long cursor;
  private long laps;

  public HtabEmitter(HashPageTable table) {
    this.table = table;
    this.marks = table.marks();
    this.firstLapBytes = PendingRecords.ofOccupied(table);
  }

  /**
   * Goes on with the current lap, to its end or until the budget is spent.
   *
   * @param guestPaused no vCPU is inside a hypercall; then a locked entry is an error
   * @return whether the lap's end was reached; the next call begins another
   */
  public boolean emit(StateOutput out, Budget budget, boolean guestPaused) throws IOException {
    boolean ended;
    do {
      int taken = firstLap ? takeOccupied() : takeDirty();
      VarHandle.fullFence();
      for (int i = 0; i < taken; i++) {
        addSlots(words[i] << 6, bits[i], guestPaused);
      }
      records.putIfFull(out);
      ended = cursor == marks.words();
    } while (!ended && !budget.isSpent(out.position() + records.used()));
    records.put(out);
    if (ended) {
      firstLap = false;
      cursor = 0;
      laps++;
    }
    return ended;
  }

  /**
   * Bytes of the records that would go now if the guest stood still, but for the 8 of each header
   * that cutting a run costs. During the first lap, slots ahead that were filled or emptied since
   * it began are not counted anew, so that asking costs no walk over the table.
   */
  public long pendingBytes() {
    if (!firstLap) {
      return PendingRecords.ofDirty(table, marks.words());
    }
    return Math.max(0, firstLapBytes - passed.bytes()) + PendingRecords.ofDirty(table, cursor);
  }

  /** Bytes of the records of a first lap over {@code table}, if its guest stood still. */
  public static long firstLapBytes(HashPageTable table) {
    return PendingRecords.ofOccupied(table);
  }

  /**
   * Puts all that is left, guest paused, in as many laps as that takes.
   *
   * @throws IOException also if an entry is locked, which no vCPU outside a hypercall leaves so
   */
  public void emitRest(StateOutput out) throws IOException {
    while (firstLap || pendingBytes() > 0) {
      emit(out, Budget.unlimited(), true);
    }
  }

  /** Whether the first lap is not over yet. */
  public boolean isFirstLap() {
    return firstLap;
  }

  /** Laps that reached the table's end. */
  public long laps() {
    return laps;
  }

  /** Records put since the start. */
  public long recordCount() {
    return records.records();
  }

  /** Entries put since the start. */
  public long validSlots() {
    return records.validSlots();
  }

  /** Invalidations put since the start. */
  public long invalidSlots() {
    return records.invalidSlots();
  }

  /** The next words with occupied slots; their marks are taken, since all of each will be read. */
  private int takeOccupied() {
    int taken = 0;
    long end = Math.min(marks.words(), cursor + SCAN_WORDS);
    for (; cursor < end && taken < BATCH_WORDS; cursor++) {
      marks.take(cursor);
      long occupied = table.occupied().word(cursor);
      if (occupied != 0) {
        words[taken] = cursor;
        bits[taken++] = occupied;
        passed.add(cursor, occupied, 0);
      }
    }
    return taken;
  }

  private int takeDirty() {
    int taken = marks.takeNext(cursor, words, bits);
    cursor = taken < BATCH_WORDS ? marks.words() : words[taken - 1] + 1;
    return taken;
  }

  private void addSlots(long firstSlot, long slots, boolean guestPaused) throws IOException {
    for (long left = slots; left != 0; left &= left - 1) {
      long slot = firstSlot + Long.numberOfTrailingZeros(left);
      long dword0 = table.dword0(slot);
      if ((dword0 & Hpte.V_LOCK) != 0) {
        if (guestPaused) {
          throw new IOException("slot " + slot + " is still locked though the guest is paused");
        }
        marks.mark(slot);
      } else if ((dword0 & Hpte.V_VALID) != 0) {
        records.addValid(slot, dword0, table.dword1(slot));
      } else if (!firstLap) {
        records.addInvalid(slot);
      }
    }
  }
}

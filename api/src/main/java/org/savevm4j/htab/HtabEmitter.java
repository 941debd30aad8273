// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.stream.Budget;

/**
 * Laps over one table while its guest runs: the first tells every valid slot, each later one the
 * slots that changed since they were last told.
 *
 * <p>Owned by one thread at a time. It opens a set of marks of its own, so that several emitters of
 * one table do not disturb each other. The order of steps that loses no change is in the
 * description of {@code org.savevm4j.hpt}.
 *
 * <p>A record of a lap is a run of valid slots and the run of empty slots right after it; the first
 * lap leaves the empty ones out unless its {@link LapForm} says otherwise. A run is cut at 65535
 * slots and where a call ends.
 */
public final class HtabEmitter implements AutoCloseable {

  /** Room for what is worth putting, a batch, and an open record of the longest kind. */
  private static final long BUFFER_BYTES = RecordBuffer.WORTH_PUTTING + 2L * HtabRecord.MAX_BYTES;

  /** Batches of a first lap between two looks at the clock; those of a later lap are larger. */
  private static final int BATCHES = 16;

  /** Bytes of a first lap between two looks at the clock. */
  private static final long BETWEEN_LOOKS = 64 << 10;

  private final HashPageTable table;
  private final LapForm form;
  private final DirtyMarks marks;
  private final SlotBatch batch;
  private final RecordBuffer records;

  /** Whether records may be made in whole words, as nothing depends on a single entry. */
  private final boolean isPlain;

  /** What the first lap had to say when it began. */
  private final PendingRecords firstLapRecords;

  private MemorySegment ownBuffer = MemorySegment.NULL;
  private boolean closed;
  private boolean firstLap = true;
  private long cursor;
  private long untold;
  private long laps;

  /**
   * As QEMU does it: see {@link LapForm#STREAM}.
   *
   * @param table stays alive until {@link #close}
   */
  public HtabEmitter(HashPageTable table) {
    this(table, LapForm.STREAM);
  }

  /**
   * Opens a set of marks; the caller keeps the table alive until {@link #close}.
   *
   * @param table stays alive until {@link #close}
   * @param form how laps are told
   * @throws IllegalStateException if the table has as many readers as it takes
   */
  public HtabEmitter(HashPageTable table, LapForm form) {
    this.table = table;
    this.form = form;
    this.marks = table.tracking().open();
    this.batch = new SlotBatch(marks, table);
    this.records = new RecordBuffer(form);
    this.isPlain = form.isPlain();
    this.firstLapRecords = PendingRecords.ofOccupied(table, form.firstSlot());
    this.untold = form.firstSlot();
    this.cursor = untold >>> 6;
  }

  /**
   * Goes on with the current lap, to its end or until the budget is spent.
   *
   * @param out takes the records
   * @param budget when to stop; the clock is looked at each 64 KiB or so
   * @param guestPaused no vCPU is inside a hypercall; then a locked entry is an error
   * @return whether the lap's end was reached; the next call begins another
   * @throws IOException if {@code out} fails, or an entry is locked and the guest paused
   */
  public boolean emit(RecordTarget out, Budget budget, boolean guestPaused) throws IOException {
    if (ownBuffer.byteSize() == 0) {
      ownBuffer = Arena.ofAuto().allocate(BUFFER_BYTES, 64);
    }
    records.into(ownBuffer, BUFFER_BYTES);
    LapProgress progress;
    do {
      int batches = 0;
      long enough = records.bytes() + BETWEEN_LOOKS;
      do {
        progress = addBatch(guestPaused);
        records.putIfFull(out);
      } while (progress == LapProgress.GOES_ON
          && firstLap
          && ++batches < BATCHES
          && records.bytes() < enough
          && out.position() + records.used() < budget.endPosition());
    } while (progress == LapProgress.GOES_ON && !budget.isSpent(out.position() + records.used()));
    records.put(out);
    return progress == LapProgress.LAP_ENDED;
  }

  /**
   * Fills a buffer with whole records, by the rule of room that the file descriptor has, to the
   * lap's end at most. A locked entry is left marked, never waited for.
   *
   * @param into native memory
   * @param limit bytes of it that may be used; 24 or less hold nothing
   * @return bytes used; 0 if nothing changed between where the last call ended and the lap's end
   * @throws IOException never, since memory takes what fits
   */
  public long read(MemorySegment into, long limit) throws IOException {
    records.into(into, limit);
    if (limit > HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES) {
      LapProgress progress;
      do {
        progress = addBatch(false);
      } while (progress == LapProgress.GOES_ON);
    }
    records.close();
    return records.used();
  }

  /**
   * {@return bytes of the records that would go now if the guest stood still, but for the 8 of each
   * header that cutting a run costs} During the first lap, slots ahead that were filled or emptied
   * since it began are not counted anew, so that asking costs no walk over the table.
   */
  public long pendingBytes() {
    PendingRecords pending = new PendingRecords();
    pending.addDirty(marks, table.occupied(), firstLap ? cursor : marks.words());
    if (firstLap) {
      return pending.bytes() + restOfFirstLap();
    }
    batch.count(pending);
    return pending.bytes();
  }

  /** Headers that were cut, or told empty slots alone, were not counted when the lap began. */
  private long restOfFirstLap() {
    long entries = Math.max(0, firstLapRecords.entries() - records.validSlots());
    long least = entries == 0 ? 0 : HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES * entries;
    return Math.max(least, firstLapRecords.bytes() - records.bytes());
  }

  /**
   * Puts all that is left, guest paused, in as many laps as that takes.
   *
   * @param out takes the records
   * @throws IOException also if an entry is locked, which no vCPU outside a hypercall leaves so
   */
  public void emitRest(RecordTarget out) throws IOException {
    while (firstLap || pendingBytes() > 0) {
      emit(out, Budget.unlimited(), true);
    }
  }

  /** {@return whether the first lap is not over yet} */
  public boolean isFirstLap() {
    return firstLap;
  }

  /** {@return laps that reached the table's end} */
  public long laps() {
    return laps;
  }

  /** {@return records made since the start} */
  public long recordCount() {
    return records.records();
  }

  /** {@return entries told since the start} */
  public long validSlots() {
    return records.validSlots();
  }

  /** {@return empty slots told since the start} */
  public long invalidSlots() {
    return records.invalidSlots();
  }

  /**
   * Closes its set of marks. Closing twice is harmless: the set may be another reader's by then.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      table.tracking().close(marks);
    }
  }

  /** Adds what is left of the batch, or else the next one; leaves over what has no room. */
  private LapProgress addBatch(boolean guestPaused) throws IOException {
    if (batch.isEmpty() && cursor < marks.words()) {
      cursor =
          firstLap
              ? batch.takeOccupied(Math.max(cursor << 6, form.firstSlot()))
              : batch.takeDirty(cursor);
    }
    while (!batch.isEmpty()) {
      if (isPlain && !table.mayHoldStrays()) {
        batch.addTo(records);
      }
      if (!batch.isEmpty()) {
        long left = addWord(batch.word() << 6, batch.bits(), guestPaused);
        batch.leave(left);
        if (left != 0) {
          return LapProgress.FULL;
        }
      }
    }
    if (cursor < marks.words()) {
      return LapProgress.GOES_ON;
    }
    if (!tellEmptyUpTo(table.geometry().slots())) {
      return LapProgress.FULL;
    }
    firstLap = false;
    cursor = 0;
    laps++;
    return LapProgress.LAP_ENDED;
  }

  /** Adds slots of one word; answers those that there was no room for. */
  private long addWord(long firstSlot, long slots, boolean guestPaused) throws IOException {
    long left = slots;
    while (left != 0) {
      if (!tellEmptyUpTo(firstSlot + Long.numberOfTrailingZeros(left))) {
        return left;
      }
      long next = likelyValid(firstSlot, left);
      long added = next & ~records.addValid(table.memory(), firstSlot, next);
      if (added != 0) {
        untold = firstSlot + Long.SIZE - Long.numberOfLeadingZeros(added);
        left &= ~added;
      } else if (addUnlessValid(firstSlot + Long.numberOfTrailingZeros(left), guestPaused)) {
        left &= left - 1;
      } else {
        return left;
      }
    }
    return 0;
  }

  /** The first of {@code left} that stand before one which must be told as empty. */
  private long likelyValid(long firstSlot, long left) {
    if (!firstLap) {
      long empty = left & ~table.occupied().word(firstSlot >>> 6);
      return left & Long.lowestOneBit(empty) - 1;
    }
    return form.tellsEmpty() ? left & ~(left + Long.lowestOneBit(left)) : left;
  }

  /** Adds a slot that is not to be told as valid, if it is; answers false if there is no room. */
  private boolean addUnlessValid(long slot, boolean guestPaused) throws IOException {
    long dword0 = table.dword0(slot);
    if ((dword0 & Hpte.V_LOCK) != 0) {
      if (guestPaused) {
        throw new IOException("slot " + slot + " is still locked though the guest is paused");
      }
      return addAgain(slot);
    }
    if ((dword0 & form.mask()) == form.told()) {
      // it became valid since it was looked at, or there was no room for it
      return records.hasRoom(slot) && addAgain(slot);
    }
    return firstLap || records.addInvalid(slot, 1) == 1;
  }

  private boolean addAgain(long slot) {
    marks.mark(slot);
    untold = slot + 1;
    return true;
  }

  /** Tells the empty slots before {@code slot}, where the form asks for it. */
  private boolean tellEmptyUpTo(long slot) {
    if (!firstLap || !form.tellsEmpty() || untold >= slot) {
      return true;
    }
    untold += records.addInvalid(untold, slot - untold);
    return untold == slot;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;

/**
 * A table in memory, its entry locks, and its maps of occupied and of changed slots.
 *
 * <p>Slot numbers are not checked against the table beyond the bounds of the memory; hypercalls and
 * loaders check them. The protocol between vCPUs and readers is in the package description.
 */
public final class HashPageTable {

  private static final VarHandle DWORD =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN).varHandle();

  /** Spins on a locked entry before the thread leaves its core to whoever holds the lock. */
  private static final int SPINS = 64;

  private static final long PARK_NANOS = 1_000;

  private final HptGeometry geometry;
  private final Arena arena;
  private final MemorySegment memory;
  private final SlotBitmap occupied;
  private final DirtyTracking tracking;
  private boolean strays;

  /**
   * An empty table.
   *
   * @param geometry its size
   * @param arena gives zeroed memory, is shared, and is the table's from now on
   */
  public HashPageTable(HptGeometry geometry, Arena arena) {
    this.geometry = geometry;
    this.arena = arena;
    this.memory = arena.allocate(geometry.bytes(), Hpte.BYTES * HptGeometry.SLOTS_PER_PTEG);
    this.occupied = new SlotBitmap(geometry.slots(), arena);
    this.tracking = new DirtyTracking(geometry.slots(), arena);
  }

  /** {@return the size that the table was made with} */
  public HptGeometry geometry() {
    return geometry;
  }

  /** {@return the table as the guest would see it, with host bits, in guest byte order} */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * {@return which slots hold anything but zeroes} For entries that a guest made, those with V = 1.
   */
  public SlotBitmap occupied() {
    return occupied;
  }

  /**
   * Notes that a stray was stored: an entry that is not all zeroes, but has V = 0, so that its slot
   * is occupied though nobody has it locked. Guests make none, see {@link #store}; a stream may
   * hold some. For whoever fills the table, before another thread sees it. Nothing takes it back.
   */
  public void noteStray() {
    strays = true;
  }

  /**
   * {@return whether a slot may be occupied, with V = 0, and not locked; false says that none is}
   */
  public boolean mayHoldStrays() {
    return strays;
  }

  /** {@return where readers open their sets of marks} */
  public DirtyTracking tracking() {
    return tracking;
  }

  /**
   * {@return doubleword 0 of a slot, lock bit included, with acquire}
   *
   * @param slot 0 to the number of slots less one
   */
  public long dword0(long slot) {
    return (long) DWORD.getAcquire(memory, slot << 4);
  }

  /**
   * {@return doubleword 1 of a slot} Belongs to doubleword 0 only under the lock, or if that is
   * read again.
   *
   * @param slot 0 to the number of slots less one
   */
  public long dword1(long slot) {
    return (long) DWORD.getAcquire(memory, (slot << 4) + Hpte.DWORD1);
  }

  /**
   * Locks the entry, waiting for whoever holds it, and answers its doubleword 0, unlocked.
   *
   * @param slot 0 to the number of slots less one
   * @return doubleword 0, to be given back to {@link #unlock} or replaced by {@link #store}
   */
  public long lock(long slot) {
    for (int spins = 0; ; spins++) {
      long dword0 = (long) DWORD.getOpaque(memory, slot << 4);
      if ((dword0 & Hpte.V_LOCK) == 0
          && DWORD.compareAndSet(memory, slot << 4, dword0, dword0 | Hpte.V_LOCK)) {
        return dword0;
      }
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
  }

  /**
   * Unlocks an entry that was locked and left as it was.
   *
   * @param slot 0 to the number of slots less one
   * @param dword0 as {@link #lock} answered it
   */
  public void unlock(long slot, long dword0) {
    DWORD.setRelease(memory, slot << 4, dword0);
  }

  /**
   * Stores a locked entry, marks it, and unlocks it.
   *
   * @param slot 0 to the number of slots less one
   * @param dword0 the new doubleword 0, without the lock bit; V = 0 clears the slot as a whole
   * @param dword1 the new doubleword 1; does not count if V = 0
   */
  public void store(long slot, long dword0, long dword1) {
    // no translation may pair the old doubleword 0 with the new doubleword 1
    DWORD.setOpaque(memory, slot << 4, Hpte.V_LOCK);
    if ((dword0 & Hpte.V_VALID) != 0) {
      DWORD.setRelease(memory, (slot << 4) + Hpte.DWORD1, dword1);
      occupied.set(slot);
      tracking.mark(slot);
      DWORD.setRelease(memory, slot << 4, dword0);
    } else {
      DWORD.setRelease(memory, (slot << 4) + Hpte.DWORD1, 0L);
      occupied.clear(slot);
      tracking.mark(slot);
      DWORD.setRelease(memory, slot << 4, 0L);
    }
  }

  /**
   * Sets R and C of an entry, and marks it, for an access that a translation found it for. Waits
   * for whoever holds the entry's lock; a caller who sees the bits set in what it read need not
   * call.
   *
   * @param slot 0 to the number of slots less one
   * @param dword0 as it was read; the lock bit does not count
   * @param dword1 as it was read; R and C do not count
   * @param bits {@link Hpte#R_REFERENCED}, with or without {@link Hpte#R_CHANGED}
   * @return false if the slot holds another entry by now, which is left alone
   */
  public boolean setReferencedChanged(long slot, long dword0, long dword1, long bits) {
    long held = lock(slot);
    long now = dword1(slot);
    boolean same =
        held == (dword0 & ~Hpte.V_LOCK)
            && ((now ^ dword1) & ~(Hpte.R_REFERENCED | Hpte.R_CHANGED)) == 0;
    if (same && (now & bits) != bits) {
      DWORD.setRelease(memory, (slot << 4) + Hpte.DWORD1, now | bits);
      tracking.mark(slot);
    }
    unlock(slot, held);
    return same;
  }

  /** Gives the memory back. For the host alone, once, when nobody holds the table any more. */
  public void free() {
    arena.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sets of marks that are open on a table, one for each reader, so that no reader takes what
 * another has not read yet. While none is open, a change costs the guest nothing but the look that
 * finds that out.
 *
 * <p>A set takes 1/128 of the table's size and stays with the table; the next reader gets it anew.
 */
public final class DirtyTracking {

  /** Sets that may be open at a time. */
  public static final int MAX_OPEN = 4;

  private static final DirtyMarks[] NONE = {};

  private final long slots;
  private final Arena arena;
  private final List<DirtyMarks> closed = new ArrayList<>();

  /** Replaced whole, never written into: vCPUs go through it without a lock. */
  private volatile DirtyMarks[] open = NONE;

  DirtyTracking(long slots, Arena arena) {
    this.slots = slots;
    this.arena = arena;
  }

  /**
   * Opens a set; from now on each change is marked in it too. It may begin with marks of a change
   * that was under way, never with fewer than changed since. Any thread that keeps the table alive.
   *
   * @return the set; its reader closes it with {@link #close}
   * @throws IllegalStateException if {@value #MAX_OPEN} are open
   */
  public synchronized DirtyMarks open() {
    DirtyMarks[] before = open;
    if (before.length == MAX_OPEN) {
      throw new IllegalStateException(
          "the table has " + MAX_OPEN + " readers, which is as many as it takes");
    }
    DirtyMarks marks =
        closed.isEmpty() ? new DirtyMarks(slots, arena) : closed.removeLast().cleared();
    DirtyMarks[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = marks;
    open = after;
    return marks;
  }

  /**
   * Closes a set; no change is marked in it any more. One that is not open is left alone.
   *
   * @param marks what {@link #open} gave
   */
  public synchronized void close(DirtyMarks marks) {
    DirtyMarks[] after =
        Arrays.stream(open).filter(each -> each != marks).toArray(DirtyMarks[]::new);
    if (after.length < open.length) {
      open = after;
      closed.add(marks);
    }
  }

  /** {@return the sets that are open now} */
  public List<DirtyMarks> sets() {
    return List.of(open);
  }

  /** Marks a slot whose entry the caller has locked, in all open sets. */
  void mark(long slot) {
    for (DirtyMarks marks : open) {
      marks.mark(slot);
    }
  }
}

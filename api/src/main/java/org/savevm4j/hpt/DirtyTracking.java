// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sets of marks that are open on a table, one for each reader, so that no reader takes what
 * another has not read yet. While none is open, a change costs the guest nothing but the look that
 * finds that out.
 *
 * <p>A set takes a little more than 1/128 of the table's size and stays with the table; the next
 * reader gets it anew. With the map of occupied slots, two sets take 1/42 of the table; a third
 * would make all of them more than 1/32 of it.
 */
public final class DirtyTracking {

  /** Sets that may be open at a time. */
  public static final int MAX_OPEN = 2;

  private final long slots;
  private final Arena arena;
  private final List<DirtyMarks> closed = new ArrayList<>();

  /*
   * A field for each, and no list of them: a vCPU that marks a slot holds its entry's lock, and
   * waits for each step of the way to the word of marks.
   */
  private volatile @Nullable DirtyMarks one;
  private volatile @Nullable DirtyMarks other;

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
    if (one != null && other != null) {
      throw new IllegalStateException(
          "the table has " + MAX_OPEN + " readers, which is as many as it takes");
    }
    DirtyMarks marks =
        closed.isEmpty() ? new DirtyMarks(slots, arena) : closed.removeLast().cleared();
    if (one == null) {
      one = marks;
    } else {
      other = marks;
    }
    return marks;
  }

  /**
   * Closes a set; no change is marked in it any more. One that is not open is left alone.
   *
   * @param marks what {@link #open} gave
   */
  public synchronized void close(DirtyMarks marks) {
    if (marks == one) {
      one = null;
      closed.add(marks);
    } else if (marks == other) {
      other = null;
      closed.add(marks);
    }
  }

  /** {@return the sets that are open now} */
  public synchronized List<DirtyMarks> sets() {
    return Stream.of(one, other).filter(Objects::nonNull).toList();
  }

  /** Marks a slot whose entry the caller has locked, in all open sets. */
  void mark(long slot) {
    DirtyMarks first = one;
    if (first != null) {
      first.mark(slot);
    }
    DirtyMarks second = other;
    if (second != null) {
      second.mark(slot);
    }
  }
}

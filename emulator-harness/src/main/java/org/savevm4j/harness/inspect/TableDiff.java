// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.io.IOException;
import java.util.List;
import org.savevm4j.harness.analyze.TableEntries;
import org.savevm4j.hpt.Hpte;

/**
 * What differs between the valid entries of two tables of one size, slot by slot. Walks both once,
 * side by side, and holds nothing. One thread.
 */
public final class TableDiff {

  private static final long REFERENCED_CHANGED = Hpte.R_REFERENCED | Hpte.R_CHANGED;

  private final TableEntries before;
  private final TableEntries after;
  private long added;
  private long removed;
  private long changed;
  private long onlyReferencedChanged;
  private long same;

  private TableDiff(TableEntries before, TableEntries after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Compares two tables.
   *
   * @param listener hears of each slot that differs, in ascending order
   */
  public static TableDiff of(TableEntries before, TableEntries after, Listener listener)
      throws IOException {
    if (before.shift() != after.shift()) {
      throw new IllegalArgumentException("slots of tables of two sizes do not correspond");
    }
    TableDiff diff = new TableDiff(before, after);
    diff.walk(listener);
    return diff;
  }

  private void walk(Listener listener) throws IOException {
    long slots = before.slots();
    long old = before.nextValid(0);
    long now = after.nextValid(0);
    while (old < slots || now < slots) {
      long slot = Math.min(old, now);
      if (old != slot) {
        added++;
        listener.added(slot, after.dword0(slot), after.dword1(slot));
      } else if (now != slot) {
        removed++;
        listener.removed(slot, before.dword0(slot), before.dword1(slot));
      } else {
        compare(slot, listener);
      }
      old = old == slot ? before.nextValid(slot + 1) : old;
      now = now == slot ? after.nextValid(slot + 1) : now;
    }
  }

  private void compare(long slot, Listener listener) throws IOException {
    long old0 = before.dword0(slot);
    long old1 = before.dword1(slot);
    long new0 = after.dword0(slot);
    long new1 = after.dword1(slot);
    if (old0 == new0 && old1 == new1) {
      same++;
      return;
    }
    changed++;
    if (old0 == new0 && ((old1 ^ new1) & ~REFERENCED_CHANGED) == 0) {
      onlyReferencedChanged++;
    }
    List<String> fields =
        EntryField.changed(old0, old1, new0, new1).stream().map(EntryField::toString).toList();
    listener.changed(slot, new Words(old0, old1), new Words(new0, new1), fields);
  }

  /** Slots that are valid in the second table only. */
  public long added() {
    return added;
  }

  /** Slots that are valid in the first table only. */
  public long removed() {
    return removed;
  }

  /** Slots that are valid in both, with entries that differ. */
  public long changed() {
    return changed;
  }

  /** Of the changed ones, those in which nothing but R and C differs. */
  public long onlyReferencedChanged() {
    return onlyReferencedChanged;
  }

  /** Slots that are valid in both, with one entry. */
  public long same() {
    return same;
  }

  /** Both doublewords of an entry. */
  public record Words(long dword0, long dword1) {}

  /** Hears what differs; throws to end the walk. */
  public interface Listener {

    /** A slot that is valid in the second table only. */
    void added(long slot, long dword0, long dword1) throws IOException;

    /** A slot that is valid in the first table only. */
    void removed(long slot, long dword0, long dword1) throws IOException;

    /**
     * A slot that is valid in both.
     *
     * @param fields names of the fields that differ
     */
    void changed(long slot, Words before, Words after, List<String> fields) throws IOException;
  }
}

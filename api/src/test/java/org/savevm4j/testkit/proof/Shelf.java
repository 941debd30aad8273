// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import java.util.BitSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.state.VersionRange;
import org.savevm4j.testkit.LiveSubject;

/** A live section of some numbers, which keeps its contract but for one {@link Defect}. */
final class Shelf implements LiveSubject, LiveSection {

  static final int CELLS = 600;

  final Defect defect;
  private final long[] cells = new long[CELLS];
  private final BitSet dirty = new BitSet();
  private boolean busy;
  private boolean loaded;

  Shelf(Defect defect) {
    this.defect = defect;
  }

  @Override
  public LiveSection section() {
    return this;
  }

  @Override
  public synchronized void change(RandomGenerator random) {
    int cell = random.nextInt(CELLS);
    cells[cell] = random.nextLong() | 1;
    dirty.set(cell);
  }

  @Override
  public synchronized Object state() {
    return cells.clone();
  }

  @Override
  public VersionRange versions() {
    return new VersionRange(2, 3);
  }

  @Override
  public Set<String> capabilities() {
    return Set.of();
  }

  @Override
  public synchronized LiveSaver newSaver(Set<String> enabled) {
    if (defect != Defect.BEGINS_WITH_WHAT_IS_LEFT) {
      for (int cell = 0; cell < CELLS; cell++) {
        if (cells[cell] != 0 && !(loaded && defect == Defect.DOES_NOT_SAVE_WHAT_IT_LOADED)) {
          dirty.set(cell);
        }
      }
    }
    return new ShelfSaver(this);
  }

  @Override
  public LiveLoader newLoader(long version) {
    if (defect != Defect.LOADS_ANY_VERSION) {
      versions().require(version);
    }
    return new ShelfLoader(this);
  }

  synchronized int dirtyCells() {
    return dirty.cardinality();
  }

  /** The next cell that changed, from one on, or -1; its mark is taken. */
  synchronized int take(int from) {
    int cell = dirty.nextSetBit(from);
    if (cell >= 0) {
      dirty.clear(cell);
    }
    return cell;
  }

  synchronized long cell(int cell) {
    return cells[cell];
  }

  synchronized void clearMarks() {
    dirty.clear();
  }

  synchronized void store(long[] staged) {
    for (int cell = 0; cell < CELLS; cell++) {
      if (defect != Defect.MERGES_WITH_WHAT_WAS_THERE || staged[cell] != 0) {
        cells[cell] = staged[cell];
      }
    }
    loaded = true;
    dirty.clear();
    if (defect == Defect.BEGINS_WITH_WHAT_IS_LEFT) {
      dirty.set(0, CELLS);
    }
  }

  /** Whether a load is under way that nobody has cleaned up. */
  boolean busy() {
    return busy;
  }

  void busy(boolean now) {
    busy = now;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import java.io.IOException;
import java.util.List;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/** START: be16 cells. PART and END: { be16 cell + 1, be64 number }*, be16 0. */
final class ShelfSaver implements LiveSaver {

  static final int ITEM = Short.BYTES + Long.BYTES;

  private final Shelf shelf;
  private int cursor;
  private long sent;

  ShelfSaver(Shelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public long version() {
    return shelf.versions().newest();
  }

  @Override
  public void setup(StateOutput out) throws IOException {
    out.putBe16(Shelf.CELLS);
  }

  @Override
  public Pending pending() {
    long bytes = (long) shelf.dirtyCells() * ITEM;
    return Pending.of(
        switch (shelf.defect) {
          case TELLS_HALF -> bytes / 2;
          case TELLS_TWICE_AS_MUCH -> bytes * 2;
          default -> bytes;
        });
  }

  @Override
  public IterateResult iterate(StateOutput out, Budget budget) throws IOException {
    if (shelf.defect == Defect.HAS_NO_BUDGET) {
      return put(out, Budget.unlimited());
    }
    if (shelf.defect == Defect.NEVER_ENDS_A_SMALL_TURN
        && budget.endPosition() - out.position() < ITEM) {
      out.putBe16(0);
      return IterateResult.BUDGET_SPENT;
    }
    return put(out, budget);
  }

  @Override
  public void complete(StateOutput out) throws IOException {
    cursor = 0;
    put(out, Budget.unlimited());
  }

  @Override
  public List<Metric> metrics() {
    Metric metric = new Metric("sent", Metric.Unit.COUNT, sent);
    return shelf.defect == Defect.TELLS_A_FIGURE_TWICE ? List.of(metric, metric) : List.of(metric);
  }

  private IterateResult put(StateOutput out, Budget budget) throws IOException {
    IterateResult result = IterateResult.BUDGET_SPENT;
    while (!budget.isSpent(out.position())) {
      int cell = shelf.take(cursor);
      if (cell < 0) {
        cursor = 0;
        result = IterateResult.CAUGHT_UP;
        break;
      }
      out.putBe16(cell + 1);
      out.putBe64(shelf.cell(cell));
      cursor = cell + 1;
      sent++;
    }
    out.putBe16(0);
    if (shelf.defect == Defect.FORGETS_CHANGES_MADE_MEANWHILE
        && result == IterateResult.CAUGHT_UP) {
      shelf.clearMarks();
    }
    return result;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import java.io.IOException;
import java.util.List;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.Metric;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.TruncatedStreamException;

/** Stages the numbers that {@link ShelfSaver} puts. */
final class ShelfLoader implements LiveLoader {

  private final Shelf shelf;
  private final long[] staged = new long[Shelf.CELLS];
  private Part last = Part.END;

  ShelfLoader(Shelf shelf) {
    this.shelf = shelf;
    if (shelf.busy()) {
      throw new IllegalStateException("a load is under way");
    }
  }

  @Override
  public void load(StateInput in, Part part) throws IOException {
    try {
      if (part == Part.START) {
        size(in);
        last = part;
      } else {
        last = part;
        cells(in);
      }
    } catch (TruncatedStreamException cut) {
      if (shelf.defect != Defect.TAKES_A_CUT_FOR_THE_END) {
        throw cut;
      }
    } catch (MalformedStreamException wrong) {
      if (shelf.defect == Defect.STORES_WHAT_CAME_BEFORE_A_FAULT) {
        shelf.store(staged);
      }
      throw wrong;
    }
    if (part == Part.END && shelf.defect == Defect.STORES_AT_END) {
      shelf.store(staged);
    }
  }

  @Override
  public void commit() {
    shelf.store(staged);
  }

  @Override
  public List<Metric> metrics() {
    return List.of();
  }

  @Override
  public void cleanup() {
    shelf.busy(last == Part.START && shelf.defect == Defect.STAYS_BUSY_WITH_A_LOAD);
  }

  private static void size(StateInput in) throws IOException {
    long at = in.position();
    int cells = in.getBe16();
    if (cells != Shelf.CELLS) {
      throw new MalformedStreamException(at, "cells", "" + cells, "" + Shelf.CELLS);
    }
  }

  private void cells(StateInput in) throws IOException {
    while (true) {
      long at = in.position();
      if (shelf.defect == Defect.LEAVES_ITS_END_MARKER && in.peek8(0) == 0 && in.peek8(1) == 0) {
        return;
      }
      int cell = in.getBe16();
      if (cell == 0) {
        return;
      }
      if (cell > Shelf.CELLS) {
        throw new MalformedStreamException(at, "cell", "" + cell, "1 to " + Shelf.CELLS);
      }
      staged[cell - 1] = in.getBe64();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;

/** A host with a table that the test sees through; counts what is allocated. */
final class TestHost implements HptHost {

  @Nullable HashPageTable table;
  long generation;
  int maxShift = 30;
  long clearedOnLoad = Hpte.V_HOST;
  int allocations;
  int adoptions;
  int openLeases;

  static TestHost withTable(int shift) {
    TestHost host = new TestHost();
    host.table = table(new HptGeometry(shift));
    return host;
  }

  /** An empty table, which owns its arena. */
  @SuppressWarnings("MustBeClosedChecker")
  static HashPageTable table(HptGeometry geometry) {
    return new HashPageTable(geometry, Arena.ofShared());
  }

  /** The machine replaces its table, as a resize does. */
  void replace(@Nullable HashPageTable next) {
    table = next;
    generation++;
  }

  @Override
  public HptLease lease() {
    HashPageTable leased = table;
    long since = generation;
    openLeases++;
    return new HptLease() {
      private boolean closed;

      @Override
      public @Nullable HashPageTable table() {
        return leased;
      }

      @Override
      public long generation() {
        return since;
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          openLeases--;
        }
      }
    };
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public int maxShift() {
    return maxShift;
  }

  @Override
  public long clearedOnLoad() {
    return clearedOnLoad;
  }

  @Override
  public HashPageTable allocate(HptGeometry geometry) throws IOException {
    allocations++;
    return table(geometry);
  }

  @Override
  public void discard(HashPageTable staged) {
    staged.free();
  }

  @Override
  public void adopt(@Nullable HashPageTable fresh) {
    adoptions++;
    replace(fresh);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;

/** A machine's tables for calls of one vCPU. */
final class FakeTables implements GuestTables {

  HashPageTable current;

  /** What is left of memory, in tables. */
  int memory = Integer.MAX_VALUE;

  /** What happens to the machine while a vCPU waits to be alone. */
  Runnable meanwhile = () -> {};

  final PendingTable pending = new PendingTable();
  private final List<HashPageTable> allocated = new ArrayList<>();
  int replacements;
  private boolean alone;

  FakeTables(HashPageTable current) {
    this.current = current;
  }

  @Override
  public HashPageTable current() {
    return current;
  }

  @Override
  public HashPageTable allocate(HptGeometry geometry) {
    if (memory-- == 0) {
      return null;
    }
    HashPageTable table = new HashPageTable(geometry, SparseArena.ofShared());
    table.tracking().open();
    allocated.add(table);
    return table;
  }

  @Override
  public long alone(LongSupplier work) {
    meanwhile.run();
    alone = true;
    try {
      return work.getAsLong();
    } finally {
      alone = false;
    }
  }

  /** Frees the old one, unless the test made it. */
  @Override
  public void replace(HashPageTable table) {
    assertTrue(alone, "other vCPUs may be in the midst of a step");
    if (allocated.contains(current)) {
      current.free();
    }
    current = table;
    pending.drop();
    replacements++;
  }

  /** How many of the tables that were allocated are still there. */
  long inMemory() {
    return allocated.stream().filter(table -> table.memory().scope().isAlive()).count();
  }

  void free() {
    pending.drop();
    allocated.stream()
        .filter(table -> table.memory().scope().isAlive())
        .forEach(HashPageTable::free);
  }
}

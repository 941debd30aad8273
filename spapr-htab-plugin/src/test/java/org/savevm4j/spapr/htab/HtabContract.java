// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.util.Set;
import java.util.random.RandomGenerator;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.section.LiveSection;
import org.savevm4j.testkit.LiveSectionContract;
import org.savevm4j.testkit.LiveSubject;

/** The contract over one way to the table. */
abstract class HtabContract extends LiveSectionContract {

  private static final int SMALL_SHIFT = 18;
  private static final int LARGE_SHIFT = 22;

  /** Opens the section on a host. */
  abstract LiveSection open(TestHost host);

  @Override
  protected LiveSubject newMachine() {
    return new TableSubject(TestHost.withTable(SMALL_SHIFT));
  }

  @Override
  protected LiveSubject newLargeMachine() {
    return new TableSubject(TestHost.withTable(LARGE_SHIFT));
  }

  @Override
  protected int manyChanges() {
    return 80_000;
  }

  /** A call overshoots by one batch of slots at most. */
  @Override
  protected long largestItemBytes() {
    return 400_000;
  }

  @Override
  protected boolean compresses(Set<String> enabled) {
    return enabled.contains(HtabSection.CAPABILITY);
  }

  /** A table whose slots change at random: some are filled, some are emptied. */
  private final class TableSubject implements LiveSubject {

    private final TestHost host;
    private final LiveSection section;

    TableSubject(TestHost host) {
      this.host = host;
      this.section = open(host);
    }

    @Override
    public LiveSection section() {
      return section;
    }

    @Override
    public void change(RandomGenerator random) {
      HashPageTable table = table();
      long slot = random.nextLong(table.geometry().slots());
      boolean empties = random.nextInt(4) == 0;
      table.lock(slot);
      table.store(slot, empties ? 0 : 0x11, empties ? 0 : random.nextLong(1L << 30) << 12 | 0x196);
    }

    @Override
    public Object state() {
      return table().memory().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
      table().free();
    }

    private HashPageTable table() {
      HashPageTable table = host.table;
      if (table == null) {
        throw new AssertionError("there is no table");
      }
      return table;
    }
  }
}

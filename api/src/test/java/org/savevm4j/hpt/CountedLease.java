// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.jspecify.annotations.Nullable;

/** A lease whose first close is told to the test; it keeps nothing in memory. */
public final class CountedLease implements HptLease {

  private final @Nullable HashPageTable table;
  private final long generation;
  private final Runnable closed;
  private boolean over;

  public CountedLease(@Nullable HashPageTable table, long generation, Runnable closed) {
    this.table = table;
    this.generation = generation;
    this.closed = closed;
  }

  @Override
  public @Nullable HashPageTable table() {
    return table;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      closed.run();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.hcall.GuestTables;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;

/** The machine's holder and pause gate, as hypercalls that replace the table see them. */
final class MachineTables implements GuestTables {

  private final HptHolder holder;
  private final PauseGate gate;

  MachineTables(HptHolder holder, PauseGate gate) {
    this.holder = holder;
    this.gate = gate;
  }

  @Override
  public @Nullable HashPageTable current() {
    return holder.current();
  }

  @Override
  public @Nullable HashPageTable allocate(HptGeometry geometry) {
    try {
      return HptHolder.fresh(geometry);
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the caller is not a vCPU and the guest runs
   */
  @Override
  public long alone(LongSupplier work) {
    if (Thread.currentThread() instanceof VcpuThread) {
      return gate.alone(work);
    }
    if (gate.isOpen()) {
      throw new IllegalStateException("the guest runs, and this is none of its vCPUs");
    }
    return work.getAsLong();
  }

  @Override
  public void replace(@Nullable HashPageTable table) {
    holder.adopt(table);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.mmu.CurrentTable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;

/** What hypercalls that replace the guest's table need of the machine. */
public interface GuestTables extends CurrentTable {

  /**
   * An empty table that nobody else sees, to be handed to {@link #replace} or freed. Null if there
   * is no memory for it. Any thread.
   */
  @Nullable HashPageTable allocate(HptGeometry geometry);

  /**
   * Does something on the calling vCPU while all others are outside their steps, or wait here
   * themselves; those that wait go one after the other. A pause of the guest waits for all of them.
   *
   * <p>Only from within a step, or while the guest is paused. The step holds no lock that another
   * vCPU may wait for in the midst of its own step.
   *
   * @param work must not wait for other vCPUs, nor call this
   * @return what {@code work} answers
   */
  long alone(LongSupplier work);

  /**
   * Makes a table the guest's, or none for a radix guest. Only from within {@link #alone}. The old
   * one is freed when its last lease is closed; a prepared one is dropped.
   */
  void replace(@Nullable HashPageTable table);
}

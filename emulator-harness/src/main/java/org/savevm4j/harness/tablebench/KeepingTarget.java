// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.lang.foreign.MemorySegment;
import org.savevm4j.htab.RecordTarget;

/** Keeps records in memory that has room for them. */
final class KeepingTarget implements RecordTarget {

  private final MemorySegment memory;
  private long bytes;

  KeepingTarget(MemorySegment memory) {
    this.memory = memory;
  }

  @Override
  public void put(MemorySegment records, long from, long length) {
    MemorySegment.copy(records, from, memory, bytes, length);
    bytes += length;
  }

  @Override
  public long position() {
    return bytes;
  }

  /** All of the memory. */
  MemorySegment memory() {
    return memory;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.lang.foreign.MemorySegment;
import org.savevm4j.htab.RecordTarget;

/** Counts the bytes of records and drops them, as the sink of {@code plain.c} does. */
final class CountingTarget implements RecordTarget {

  private long bytes;

  @Override
  public void put(MemorySegment records, long from, long length) {
    bytes += length;
  }

  @Override
  public long position() {
    return bytes;
  }
}

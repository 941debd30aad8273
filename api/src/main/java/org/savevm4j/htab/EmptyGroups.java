// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.savevm4j.stream.BigEndian;

/**
 * Which groups of 4096 slots of a table in the making are known to be empty, so that a stream of
 * few bytes that asks again and again for all slots to be empty does not have the map of occupied
 * slots walked each time. Owned by the incoming thread.
 *
 * <p>Nothing is known, and nothing costs time, until a group was emptied as a whole.
 */
final class EmptyGroups {

  private static final int GROUP_SHIFT = 12;

  /** Slots of a group. */
  static final long SLOTS = 1L << GROUP_SHIFT;

  private final long slots;

  /** A bit a group, set if it is known to be empty. */
  private long @Nullable [] empty;

  /**
   * @param slots of the table
   */
  EmptyGroups(long slots) {
    this.slots = slots;
  }

  /** Whether the group that begins at {@code slot} is known to be empty. */
  boolean has(long slot) {
    long group = slot >>> GROUP_SHIFT;
    return empty != null && (empty[(int) (group >>> 6)] & 1L << group) != 0;
  }

  /** The group that begins at {@code slot} is empty now. */
  void add(long slot) {
    if (empty == null) {
      empty = new long[(int) ((slots >>> GROUP_SHIFT) + Long.SIZE - 1 >>> 6)];
    }
    long group = slot >>> GROUP_SHIFT;
    empty[(int) (group >>> 6)] |= 1L << group;
  }

  /** Slots from {@code from} to below {@code to} were stored to. */
  void stored(long from, long to) {
    if (empty != null && from < to) {
      for (long group = from >>> GROUP_SHIFT; group <= to - 1 >>> GROUP_SHIFT; group++) {
        empty[(int) (group >>> 6)] &= ~(1L << group);
      }
    }
  }

  /** The records that stand from {@code begin} to {@code end} were stored. */
  void stored(MemorySegment records, long begin, long end) {
    if (empty != null) {
      for (long at = begin; at < end; ) {
        HtabRecord record = HtabRecord.decode(records.get(BigEndian.BE64, at));
        stored(record.index(), record.index() + record.valid());
        at += record.bytes();
      }
    }
  }
}

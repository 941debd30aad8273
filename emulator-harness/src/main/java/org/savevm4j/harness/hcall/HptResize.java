// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;

/**
 * H_RESIZE_HPT_PREPARE and H_RESIZE_HPT_COMMIT: another table of another size, made while the guest
 * goes on with the one it has, and switched to with all other vCPUs outside their steps.
 *
 * <p>Only bolted entries are carried over. The guest enters the others again as it misses them.
 */
public final class HptResize {

  private final GuestTables tables;
  private final PendingTable pending;
  private final boolean enabled;
  private final int largestShift;

  /**
   * The two calls of a machine.
   *
   * @param enabled whether they do anything; if not, they answer that the guest has no authority
   * @param largestShift what a guest of this much RAM may have, at most {@link
   *     HptGeometry#MAX_SHIFT}
   */
  public HptResize(GuestTables tables, PendingTable pending, boolean enabled, int largestShift) {
    this.tables = tables;
    this.pending = pending;
    this.enabled = enabled;
    this.largestShift = largestShift;
  }

  /** H_RESIZE_HPT_PREPARE: flags, and the shift of the table that is wanted, or 0 for none. */
  long prepare(long[] args) {
    long shift = args[1];
    if (!enabled) {
      return Hcall.H_AUTHORITY;
    }
    if (tables.current() == null) {
      return Hcall.H_NOT_AVAILABLE;
    }
    if (args[0] != 0 || (shift != 0 && !isShift(shift))) {
      return Hcall.H_PARAMETER;
    }
    if (shift > largestShift) {
      return Hcall.H_RESOURCE;
    }
    if (shift == 0) {
      pending.drop();
      return Hcall.H_SUCCESS;
    }
    return pending.prepare((int) shift, () -> tables.allocate(new HptGeometry((int) shift)));
  }

  /** H_RESIZE_HPT_COMMIT: flags, and the shift that was prepared. */
  long commit(long[] args) {
    if (!enabled) {
      return Hcall.H_AUTHORITY;
    }
    long flags = args[0];
    long shift = args[1];
    return tables.alone(() -> commit(flags, shift));
  }

  private long commit(long flags, long shift) {
    // asked for only now: another vCPU may have replaced the table while this one waited
    HashPageTable old = tables.current();
    if (old == null) {
      return Hcall.H_NOT_AVAILABLE;
    }
    if (flags != 0) {
      return Hcall.H_PARAMETER;
    }
    return pending.commit(shift, fresh -> switchTables(old, fresh));
  }

  private long switchTables(HashPageTable old, HashPageTable fresh) {
    long code = Rehash.bolted(old, fresh);
    if (code == Hcall.H_SUCCESS) {
      tables.replace(fresh);
    } else {
      fresh.free();
    }
    return code;
  }

  private static boolean isShift(long shift) {
    return shift >= HptGeometry.MIN_SHIFT && shift <= HptGeometry.MAX_HEADER_SHIFT;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;

/**
 * H_REGISTER_PROC_TBL, the stub's own subset of it: a guest says whether its MMU is radix or hash.
 *
 * <pre>
 *   flags:  4 modify, 3 register (both must be set) | 2 radix | all others must be 0
 * </pre>
 *
 * <p>A radix guest has no hashed table; one that was hash loses its table. A hash guest has one;
 * one that was radix gets an empty one, of the size that it booted with. A guest that is already
 * what it says keeps what it has. Process tables are neither looked at nor kept: the stub does no
 * radix translations.
 */
public final class RegisterProcessTable {

  /** Flags: what a guest of the stub must set, modify and register. */
  public static final long REGISTER = 0x18;

  /** Flag: the guest's MMU is radix from now on. */
  public static final long RADIX = 0x4;

  private final GuestTables tables;
  private final HptGeometry boot;

  /** The call of a machine that boots with a table of that size. */
  public RegisterProcessTable(GuestTables tables, HptGeometry boot) {
    this.tables = tables;
    this.boot = boot;
  }

  /** Answers success, parameter for flags that are not known, or no memory for a table. */
  long call(long[] args) {
    long flags = args[0];
    if ((flags & ~RADIX) != REGISTER) {
      return Hcall.H_PARAMETER;
    }
    return tables.alone((flags & RADIX) != 0 ? this::toRadix : this::toHash);
  }

  private long toRadix() {
    if (tables.current() != null) {
      tables.replace(null);
    }
    return Hcall.H_SUCCESS;
  }

  private long toHash() {
    if (tables.current() == null) {
      HashPageTable fresh = tables.allocate(boot);
      if (fresh == null) {
        return Hcall.H_NO_MEM;
      }
      tables.replace(fresh);
    }
    return Hcall.H_SUCCESS;
  }
}

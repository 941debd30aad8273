// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;

/**
 * Finds the call that a guest asks for, and does it on the table that is current at that moment.
 */
public final class Hypercalls {

  /** Arguments and results of a call: registers r4 to r12. */
  public static final int ARGUMENTS = 9;

  /** Opcodes are multiples of 4; this many of them have a place here. */
  private static final int PLACES = 0x400 / 4;

  private final CurrentTable tables;
  private final @Nullable HptCall[] calls = new @Nullable HptCall[PLACES];

  /**
   * The calls of a machine.
   *
   * @param tables asked once a call
   * @param ramBytes size of the guest's RAM: what lies below is not I/O
   */
  public Hypercalls(CurrentTable tables, long ramBytes) {
    this.tables = tables;
    place(Hcall.H_ENTER, new Enter(ramBytes));
    place(Hcall.H_REMOVE, new Remove());
    place(Hcall.H_PROTECT, new Protect());
    place(Hcall.H_READ, new Read());
    place(Hcall.H_BULK_REMOVE, new BulkRemove());
  }

  /**
   * Does a call for a vCPU that is inside a step.
   *
   * <p>A radix guest has no table to work on, and gets {@link Hcall#H_FUNCTION}, as it does from
   * KVM: to that guest the call is not there.
   *
   * @param opcode as the guest has it in r3; {@link Hcall#H_FUNCTION} if it is not known
   * @param args {@value #ARGUMENTS} long: arguments from r4 on; receives the results from r4 on
   * @return the code for r3, one of {@link Hcall}
   */
  public long call(long opcode, long[] args) {
    HptCall call = find(opcode);
    HashPageTable table = tables.current();
    if (call == null || table == null) {
      return Hcall.H_FUNCTION;
    }
    return call.call(table, args);
  }

  private @Nullable HptCall find(long opcode) {
    long place = opcode >>> 2;
    return (opcode & 3) == 0 && place < PLACES ? calls[(int) place] : null;
  }

  private void place(int opcode, HptCall call) {
    calls[opcode >>> 2] = call;
  }
}

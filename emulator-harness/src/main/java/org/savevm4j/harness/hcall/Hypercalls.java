// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.mmu.CurrentTable;
import org.savevm4j.harness.mmu.Invalidations;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/**
 * Finds the call that a guest asks for, and does it, on the table that is current at that moment.
 */
public final class Hypercalls {

  /** Arguments and results of a call: registers r4 to r12. */
  public static final int ARGUMENTS = 9;

  /** Opcodes are multiples of 4; this many of them have a place here. */
  private static final int PLACES = 0x400 / 4;

  private final CurrentTable tables;
  private final @Nullable MachineCall[] calls = new @Nullable MachineCall[PLACES];

  /**
   * The calls of a machine.
   *
   * @param tables asked once a call
   * @param ramBytes size of the guest's RAM: what lies below is not I/O
   * @param invalidations what the MMUs of the machine's vCPUs have too
   */
  public Hypercalls(
      CurrentTable tables,
      long ramBytes,
      Invalidations invalidations,
      HptResize resize,
      RegisterProcessTable processTable) {
    this.tables = tables;
    Remove remove = new Remove(invalidations);
    place(Hcall.H_ENTER, new Enter(ramBytes));
    place(Hcall.H_REMOVE, remove);
    place(Hcall.H_PROTECT, new Protect(invalidations));
    place(Hcall.H_READ, new Read());
    place(Hcall.H_CLEAR_REF, new Clear(invalidations, Hpte.R_REFERENCED));
    place(Hcall.H_CLEAR_MOD, new Clear(invalidations, Hpte.R_CHANGED));
    place(Hcall.H_BULK_REMOVE, new BulkRemove(remove));
    calls[Hcall.H_RESIZE_HPT_PREPARE >>> 2] = resize::prepare;
    calls[Hcall.H_RESIZE_HPT_COMMIT >>> 2] = resize::commit;
    calls[Hcall.H_REGISTER_PROC_TBL >>> 2] = processTable::call;
  }

  /**
   * Does a call for a vCPU that is inside a step.
   *
   * <p>A radix guest has no table to work on, and gets {@link Hcall#H_FUNCTION} for a call that
   * needs one, as it does from KVM: to that guest the call is not there.
   *
   * <p>After H_RESIZE_HPT_COMMIT and H_REGISTER_PROC_TBL, whatever their answer, another vCPU may
   * have replaced the table while this one waited: a table that the step asked for before may be
   * gone.
   *
   * @param opcode as the guest has it in r3; {@link Hcall#H_FUNCTION} if it is not known
   * @param args {@value #ARGUMENTS} long: arguments from r4 on; receives the results from r4 on
   * @return the code for r3, one of {@link Hcall}
   */
  public long call(long opcode, long[] args) {
    MachineCall call = find(opcode);
    return call == null ? Hcall.H_FUNCTION : call.call(args);
  }

  private @Nullable MachineCall find(long opcode) {
    long place = opcode >>> 2;
    return (opcode & 3) == 0 && place < PLACES ? calls[(int) place] : null;
  }

  private void place(int opcode, HptCall call) {
    calls[opcode >>> 2] = args -> onTable(call, args);
  }

  private long onTable(HptCall call, long[] args) {
    HashPageTable table = tables.current();
    return table == null ? Hcall.H_FUNCTION : call.call(table, args);
  }
}

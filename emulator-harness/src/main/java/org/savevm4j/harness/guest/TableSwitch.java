// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.hcall.RegisterProcessTable;
import org.savevm4j.harness.mmu.CurrentTable;

/**
 * Does what is asked of the guest's table as a whole ({@link GuestEvent}), on vCPU 0, at the start
 * of a step and with no lock held.
 *
 * <p>The hypercall that replaces the table waits until the other vCPUs are between steps, but lets
 * them go before the kernel has learnt of it. Hence the other vCPUs are held up as well: from
 * before the hypercall until all beliefs are right again they begin no step. That is what Linux
 * stops its other CPUs for.
 *
 * <p>How far a request has come is in RAM, so that it goes on after a migration. A table that the
 * machine had prepared stays behind, though, and H_RESIZE_HPT_COMMIT then says "closed".
 */
final class TableSwitch {

  private final GuestCpu cpu;
  private final CurrentTable tables;

  /** For one step. */
  TableSwitch(GuestCpu cpu, CurrentTable tables) {
    this.cpu = cpu;
    this.tables = tables;
  }

  /**
   * Does the next part of the request, if there is one. Afterwards the table may be another.
   *
   * @return whether there was one
   */
  boolean next() {
    long word = cpu.get(HeaderLayout.REQUEST);
    if (word == 0) {
      return false;
    }
    GuestEvent event = GuestEvent.ofWord(word);
    if (event == null) {
      answer(Hcall.H_PARAMETER);
      return true;
    }
    switch (event.kind()) {
      case RESIZE -> resize(event.shift());
      case RADIX -> toRadix();
      case HASH -> toHash();
    }
    return true;
  }

  private void resize(int shift) {
    if (cpu.get(HeaderLayout.PREPARED) == shift) {
      commit(shift);
      return;
    }
    long code = cpu.call(Hcall.H_RESIZE_HPT_PREPARE, 0, shift, 0, 0);
    if (code == Hcall.H_SUCCESS) {
      cpu.put(HeaderLayout.PREPARED, shift);
    } else if (code != Hcall.H_LONG_BUSY_ORDER_100_MSEC) {
      answer(code);
    }
  }

  private void commit(int shift) {
    cpu.holdUpOthers(true);
    long code = cpu.call(Hcall.H_RESIZE_HPT_COMMIT, 0, shift, 0, 0);
    if (code == Hcall.H_SUCCESS) {
      forgetAll();
      cpu.put(HeaderLayout.TABLE_SHIFT, shift);
    } else {
      // the old table is the one to go on with, and all that is believed of it holds
      cpu.call(Hcall.H_RESIZE_HPT_PREPARE, 0, 0, 0, 0);
    }
    cpu.holdUpOthers(false);
    answer(code);
  }

  private void toRadix() {
    if (cpu.isRadix()) {
      answer(Hcall.H_SUCCESS);
      return;
    }
    cpu.holdUpOthers(true);
    long flags = RegisterProcessTable.REGISTER | RegisterProcessTable.RADIX;
    long code = cpu.call(Hcall.H_REGISTER_PROC_TBL, flags, 0, 0, 0);
    if (code == Hcall.H_SUCCESS) {
      forgetAll();
      cpu.put(HeaderLayout.TABLE_SHIFT, 0);
    }
    cpu.holdUpOthers(false);
    answer(code);
  }

  private void toHash() {
    if (!cpu.isRadix()) {
      answer(Hcall.H_SUCCESS);
      return;
    }
    cpu.holdUpOthers(true);
    long code = cpu.call(Hcall.H_REGISTER_PROC_TBL, RegisterProcessTable.REGISTER, 0, 0, 0);
    if (code == Hcall.H_SUCCESS) {
      GuestCpu hash = cpu.with(tables.current());
      code = LinearMap.enter(hash);
      if (code == Hcall.H_SUCCESS) {
        cpu.put(HeaderLayout.TABLE_SHIFT, hash.tableShift());
      } else {
        long back = RegisterProcessTable.REGISTER | RegisterProcessTable.RADIX;
        cpu.call(Hcall.H_REGISTER_PROC_TBL, back, 0, 0, 0);
      }
    }
    cpu.holdUpOthers(false);
    answer(code);
  }

  /** Notes for every page of every vCPU's processes that it is not in the table. */
  private void forgetAll() {
    for (int process = 0; process < cpu.map().processes(); process++) {
      for (int index = 0; index < AddressSpace.PTES; index++) {
        long hashedRa = cpu.map().pteRa(process, index) + PteLayout.HASHED;
        if (cpu.get(hashedRa) != 0) {
          cpu.put(hashedRa, 0);
        }
      }
    }
  }

  private void answer(long code) {
    cpu.put(HeaderLayout.PREPARED, 0);
    cpu.put(HeaderLayout.ANSWER, code);
    cpu.put(HeaderLayout.EVENTS, cpu.get(HeaderLayout.EVENTS) + 1);
    cpu.put(HeaderLayout.REQUEST, 0);
  }
}

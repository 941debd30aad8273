// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.mmu.HashMmu;
import org.savevm4j.harness.mmu.Translation;
import org.savevm4j.harness.mmu.TranslationResult;
import org.savevm4j.hpt.HashPageTable;

/** What one vCPU would find at its effective addresses. Changes nothing; the guest is paused. */
record CpuView(HashPageTable table, GuestRam ram, Vcpu vcpu) {

  static CpuView of(PseriesMachine machine, long cpu) throws EmulatorException {
    int cpus = machine.vcpus().size();
    if (cpu < 0 || cpu >= cpus) {
      throw new EmulatorException("there is no CPU " + cpu + ", only 0 to " + (cpus - 1));
    }
    HashPageTable table = machine.hpt().current();
    if (table == null) {
      throw new EmulatorException("the guest has no hashed page table to translate by");
    }
    return new CpuView(table, machine.ram().current(), machine.vcpus().get((int) cpu));
  }

  TranslationResult translate(long ea) {
    return HashMmu.translate(table, vcpu.slb(), vcpu.msr(), ea);
  }

  /** Goes by the smallest page there is, which no mapping is smaller than. */
  byte[] read(long ea, int length) {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length && translate(ea + done) instanceof Translation found) {
      int within = (int) (found.ra() & (GuestRam.PAGE - 1));
      int piece = Math.min(length - done, GuestRam.PAGE - within);
      if (found.ra() >= ram.bytes()) {
        break;
      }
      ram.copyOut(found.ra(), MemorySegment.ofArray(bytes).asSlice(done, piece));
      done += piece;
    }
    return Arrays.copyOf(bytes, done);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.devices;

import java.util.List;
import java.util.stream.IntStream;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.state.DeviceState;

/** Sections "cpu_common" and "cpu": a vCPU's registers, and its SLB in a subsection. */
final class CpuState {

  private static final DeviceState<SlbEntry> SLB_ENTRY =
      DeviceState.<SlbEntry>named("slbentry", 1)
          .be64("esid", SlbEntry::esid, SlbEntry::esid)
          .be64("vsid", SlbEntry::vsid, SlbEntry::vsid)
          .build();

  private static final DeviceState<Vcpu> SLB =
      DeviceState.<Vcpu>named("cpu/slb", 1)
          .structArray("env.slb", SLB_ENTRY, CpuState::slbEntries)
          .build();

  static final DeviceState<Vcpu> CPU =
      DeviceState.<Vcpu>named("cpu", 5)
          .be64Array("env.gpr", Vcpu::gpr)
          .be64("env.nip", Vcpu::nip, Vcpu::nip)
          .be64("env.msr", Vcpu::msr, Vcpu::msr)
          .subsection(SLB, _ -> true)
          .build();

  /** A vCPU of the stub never halts and takes no interrupts; the section is there as in QEMU. */
  static final DeviceState<Vcpu> CPU_COMMON =
      DeviceState.<Vcpu>named("cpu_common", 1)
          .be32("halted", _ -> 0, (_, _) -> {})
          .be32("interrupt_request", _ -> 0, (_, _) -> {})
          .build();

  private CpuState() {}

  private static List<SlbEntry> slbEntries(Vcpu vcpu) {
    return IntStream.range(0, Slb.ENTRIES).mapToObj(i -> new SlbEntry(vcpu.slb(), i)).toList();
  }

  private record SlbEntry(Slb slb, int index) {

    long esid() {
      return slb.esid(index);
    }

    void esid(long esid) {
      slb.set(index, esid, slb.vsid(index));
    }

    long vsid() {
      return slb.vsid(index);
    }

    void vsid(long vsid) {
      slb.set(index, slb.esid(index), vsid);
    }
  }
}

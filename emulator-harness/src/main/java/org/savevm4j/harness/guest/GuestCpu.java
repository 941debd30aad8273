// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.hcall.Hypercalls;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;

/**
 * A vCPU as the kernel that runs on it sees it during one step: its registers, its area, all of
 * RAM, the table, and hypercalls. Lives for a step only, for RAM and table may be others in the
 * next, and not beyond a hypercall that replaced the table. Used by the vCPU's own thread.
 */
final class GuestCpu {

  private final GuestRam ram;
  private final MemoryMap map;
  private final @Nullable HashPageTable table;
  private final Vcpu vcpu;
  private final long area;
  private final long[] args = new long[Hypercalls.ARGUMENTS];

  /**
   * A vCPU at the beginning of a step.
   *
   * @param table null if the guest is radix
   */
  GuestCpu(GuestRam ram, MemoryMap map, @Nullable HashPageTable table, Vcpu vcpu) {
    this.ram = ram;
    this.map = map;
    this.table = table;
    this.vcpu = vcpu;
    this.area = map.areaRa(vcpu.index());
  }

  GuestRam ram() {
    return ram;
  }

  MemoryMap map() {
    return map;
  }

  /** The same vCPU with another table. */
  GuestCpu with(@Nullable HashPageTable other) {
    return new GuestCpu(ram, map, other, vcpu);
  }

  /** Whether there is no table, and addresses are those of the page tables of processes. */
  boolean isRadix() {
    return table == null;
  }

  /** The table's; only for a guest that is hash. */
  HptGeometry geometry() {
    if (table == null) {
      throw new IllegalStateException("a radix guest has no hashed page table");
    }
    return table.geometry();
  }

  /** log2 of the table's bytes; 0 if the guest is radix. As {@link HeaderLayout#TABLE_SHIFT}. */
  int tableShift() {
    return table == null ? 0 : table.geometry().shift();
  }

  Vcpu vcpu() {
    return vcpu;
  }

  /** The first of the process records that are this vCPU's. */
  int firstProcess() {
    return vcpu.index() * MemoryMap.PROCESSES_PER_VCPU;
  }

  /** The first of the frames that are this vCPU's. */
  int firstFrame() {
    return vcpu.index() * map.poolFrames();
  }

  long get(long ra) {
    return ram.getBe64(ra);
  }

  void put(long ra, long value) {
    ram.putBe64(ra, value);
  }

  long register(int gpr) {
    return vcpu.gpr()[gpr];
  }

  void register(int gpr, long value) {
    vcpu.gpr()[gpr] = value;
  }

  /** A doubleword of this vCPU's area. */
  long area(long offset) {
    return ram.getBe64(area + offset);
  }

  void area(long offset, long value) {
    ram.putBe64(area + offset, value);
  }

  /** The context of a process, of any vCPU; 0 if the record is free. */
  int context(int process) {
    return (int) ram.getBe64(map.processRa(process) + ProcessLayout.CONTEXT);
  }

  /** The next number of the random generator that a register holds: 64 bits, all of them good. */
  long random() {
    long state = register(GuestRegisters.RANDOM) + 0x9e3779b97f4a7c15L;
    register(GuestRegisters.RANDOM, state);
    long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** A random number from 0 to {@code bound - 1}. */
  int random(int bound) {
    return (int) ((random() >>> 33) * bound >>> 31);
  }

  /** Does a hypercall with four arguments, of which it may use fewer. */
  long call(int opcode, long first, long second, long third, long fourth) {
    args[0] = first;
    args[1] = second;
    args[2] = third;
    args[3] = fourth;
    return vcpu.hcall(opcode, args);
  }

  /** Does a hypercall whose arguments were set one by one. */
  long call(int opcode) {
    return vcpu.hcall(opcode, args);
  }

  void argument(int number, long value) {
    args[number] = value;
  }

  /** A result of the last hypercall, from 0 on. */
  long result(int number) {
    return args[number];
  }

  /**
   * Whether another vCPU holds up all others' steps; if not, all that was stored by the last one
   * that did so is visible.
   */
  boolean isHeldUp() {
    boolean held = ram.getBe64(HeaderLayout.HOLD) != 0;
    VarHandle.acquireFence();
    return held;
  }

  /** Begins or ends to hold up the steps of the other vCPUs; both within one step of this one. */
  void holdUpOthers(boolean hold) {
    VarHandle.releaseFence();
    ram.putBe64(HeaderLayout.HOLD, hold ? 1 : 0);
  }

  /** Counts changed slots, in a register and in the area. */
  void countUpdates(int slots) {
    register(GuestRegisters.UPDATES, register(GuestRegisters.UPDATES) + slots);
    area(AreaLayout.UPDATES, area(AreaLayout.UPDATES) + slots);
  }

  void countEviction() {
    area(AreaLayout.EVICTIONS, area(AreaLayout.EVICTIONS) + 1);
  }

  /** Notes that something was not as the guest left it; the check tells of it. */
  void surprise(Surprise what, long ea) {
    long before = area(AreaLayout.SURPRISES);
    area(AreaLayout.SURPRISES, before + 1);
    if (before == 0) {
      area(AreaLayout.SURPRISE, what.code());
      area(AreaLayout.SURPRISE_EA, ea);
    }
  }
}

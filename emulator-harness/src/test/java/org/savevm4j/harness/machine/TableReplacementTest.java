// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.harness.hcall.Hcall.H_CLOSED;
import static org.savevm4j.harness.hcall.Hcall.H_ENTER;
import static org.savevm4j.harness.hcall.Hcall.H_REGISTER_PROC_TBL;
import static org.savevm4j.harness.hcall.Hcall.H_RESIZE_HPT_COMMIT;
import static org.savevm4j.harness.hcall.Hcall.H_RESIZE_HPT_PREPARE;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.hcall.Hypercalls;
import org.savevm4j.harness.hcall.RegisterProcessTable;
import org.savevm4j.harness.mmu.Access;
import org.savevm4j.harness.mmu.HashMmu;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.harness.mmu.VcpuMmu;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptLease;

/** A machine whose table is replaced: by the guest, by a reset, by a load. RAM has shift 18. */
@Tag("alone")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TableReplacementTest {

  private static final int CPUS = 3;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final PseriesMachine machine =
      new PseriesMachine(new MachineConfig(1 << 20, 18, 18, CPUS, "pseries-10.0"));
  private final Vcpu vcpu = machine.vcpus().getFirst();

  @AfterEach
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void close() {
    machine.close();
  }

  @Test
  void isResizedByTheGuestUnderALease() {
    enterBolted(vcpu);
    try (HptLease before = machine.hpt().lease()) {
      prepare(19);
      assertEquals(H_SUCCESS, call(vcpu, H_RESIZE_HPT_COMMIT, 0, 19));
      assertEquals(before.generation() + 1, machine.hpt().generation());
      assertEquals(19, machine.hpt().current().geometry().shift());
      assertEquals(18, before.table().geometry().shift(), "still there");
      assertEquals(0x11, machine.hpt().current().dword0(8));
    }
  }

  @Test
  void dropsTranslationsWithTheTable() {
    vcpu.slb().set(0, Slb.esidWord(0, SegmentSize.MIB_256), segment());
    // group 0 for VSID 0, page 0
    assertEquals(H_SUCCESS, call(vcpu, H_ENTER, 0, 0, 0x1, 0x5012));
    assertEquals(0x5008, vcpu.mmu().access(HashMmu.MSR_DR, 8, Access.READ));
    prepare(19);
    assertEquals(H_SUCCESS, call(vcpu, H_RESIZE_HPT_COMMIT, 0, 19));
    assertEquals(VcpuMmu.MISS, vcpu.mmu().access(HashMmu.MSR_DR, 8, Access.READ));
  }

  @Test
  void losesTranslationsOfAllVcpusWhenOneRemovesTheEntry() {
    Vcpu other = machine.vcpus().get(1);
    for (Vcpu each : machine.vcpus()) {
      each.slb().set(0, Slb.esidWord(0, SegmentSize.MIB_256), segment());
    }
    for (int opcode : new int[] {Hcall.H_REMOVE, Hcall.H_BULK_REMOVE}) {
      assertEquals(H_SUCCESS, call(vcpu, H_ENTER, Hcall.H_EXACT, 0, 0x1, 0x5012));
      assertEquals(0x5008, other.mmu().access(HashMmu.MSR_DR, 8, Access.WRITE));
      long first = opcode == Hcall.H_REMOVE ? 0 : 0x40L << 56;
      assertEquals(H_SUCCESS, call(vcpu, opcode, first, 0, 0xc0L << 56));
      assertEquals(VcpuMmu.MISS, other.mmu().access(HashMmu.MSR_DR, 8, Access.READ));
    }
  }

  @Test
  void protectsAndClearsForAllVcpusAtOnce() {
    Vcpu other = machine.vcpus().get(1);
    other.slb().set(0, Slb.esidWord(0, SegmentSize.MIB_256), segment());
    assertEquals(H_SUCCESS, call(vcpu, H_ENTER, 0, 0, 0x1, 0x5012));
    HashPageTable table = machine.hpt().current();
    for (int opcode : new int[] {Hcall.H_CLEAR_MOD, Hcall.H_CLEAR_REF}) {
      assertEquals(0x5008, other.mmu().access(HashMmu.MSR_DR, 8, Access.WRITE));
      assertEquals(H_SUCCESS, call(vcpu, opcode, 0, 0));
      assertEquals(0x5008, other.mmu().access(HashMmu.MSR_DR, 8, Access.WRITE));
      assertEquals(0x5192, table.dword1(0), "set anew");
    }
    assertEquals(H_SUCCESS, call(vcpu, Hcall.H_PROTECT, 3, 0));
    assertEquals(VcpuMmu.MISS, other.mmu().access(HashMmu.MSR_DR, 8, Access.WRITE));
  }

  @Test
  void forgetsAPreparedTableWhenOneIsLoaded() {
    prepare(19);
    machine.hpt().adopt(HptHolder.fresh(new HptGeometry(18)));
    assertEquals(H_CLOSED, call(vcpu, H_RESIZE_HPT_COMMIT, 0, 19));
  }

  @Test
  void isEmptyAgainAfterAReset() {
    enterBolted(vcpu);
    prepare(19);
    assertEquals(H_SUCCESS, call(vcpu, H_RESIZE_HPT_COMMIT, 0, 19));
    prepare(18);
    for (Vcpu each : machine.vcpus()) {
      each.gpr()[31] = 1;
      each.nip(2);
      each.msr(3);
      each.slb().set(4, Slb.ESID_V, 5);
    }
    long generation = machine.hpt().generation();
    machine.resetTable();
    assertEquals(generation + 1, machine.hpt().generation());
    assertEquals(18, machine.hpt().current().geometry().shift());
    assertEquals(0, machine.hpt().current().occupied().word(0));
    for (Vcpu each : machine.vcpus()) {
      assertEquals(0, each.gpr()[31] | each.nip() | each.msr());
      assertEquals(0, each.slb().esid(4) | each.slb().vsid(4));
    }
    assertEquals(H_CLOSED, call(vcpu, H_RESIZE_HPT_COMMIT, 0, 18));
  }

  @Test
  void refusesAResetWhileItRunsOrIsClosed() {
    machine.load(any -> HOUR);
    machine.cont();
    assertThrows(IllegalStateException.class, machine::resetTable);
    machine.close();
    assertThrows(IllegalStateException.class, machine::resetTable);
  }

  @Test
  void isDroppedAndMadeAnewByTheMachine() {
    machine.dropTable();
    assertNull(machine.hpt().current());
    machine.newTable(20);
    assertEquals(20, machine.hpt().current().geometry().shift());
    assertEquals(3, machine.hpt().generation());
  }

  @Test
  void isGoneForAGuestThatTurnsRadixAndBackForHash() {
    assertEquals(
        H_SUCCESS,
        call(
            vcpu, H_REGISTER_PROC_TBL, RegisterProcessTable.REGISTER | RegisterProcessTable.RADIX));
    assertNull(machine.hpt().current());
    assertEquals(H_SUCCESS, call(vcpu, H_REGISTER_PROC_TBL, RegisterProcessTable.REGISTER));
    assertNotNull(machine.hpt().current());
  }

  @Test
  void takesFromAStreamWhatTheGuestMayResizeItTo() {
    assertEquals(19, machine.hpt().maxShift());
    try (PseriesMachine fixed =
        new PseriesMachine(new MachineConfig(1 << 20, 18, 18, 1, "pseries-10.0", false))) {
      assertEquals(18, fixed.hpt().maxShift());
      assertEquals(Hcall.H_AUTHORITY, call(fixed.vcpus().getFirst(), H_RESIZE_HPT_PREPARE, 0, 19));
    }
  }

  @Test
  void keepsBoltedEntriesThroughResizesThatAllVcpusAskForAtOnce() throws InterruptedException {
    AtomicLong committed = new AtomicLong();
    CountDownLatch enough = new CountDownLatch(200);
    enterBolted(vcpu);
    long generation = machine.hpt().generation();
    machine.load(
        each -> {
          int shift = 18 + (machine.hpt().current().geometry().shift() - 17) % 2;
          call(each, H_RESIZE_HPT_PREPARE, 0, shift);
          call(each, H_RESIZE_HPT_PREPARE, 0, shift);
          long[] read = new long[Hypercalls.ARGUMENTS];
          read[1] = 8;
          assertEquals(H_SUCCESS, each.hcall(Hcall.H_READ, read));
          assertEquals(0x11, read[0]);
          if (call(each, H_RESIZE_HPT_COMMIT, 0, shift) == H_SUCCESS) {
            committed.incrementAndGet();
            enough.countDown();
          }
          return 0;
        });
    machine.cont();
    while (!enough.await(10, TimeUnit.MILLISECONDS)) {
      assertNull(machine.failure());
    }
    machine.stop();
    assertNull(machine.failure());
    assertEquals(generation + committed.get(), machine.hpt().generation());
    assertTrue(committed.get() >= 200);
    assertEquals(0x11, machine.hpt().current().dword0(8));
  }

  private static long segment() {
    return Slb.vsidWord(0, SegmentSize.MIB_256, PageSize.BASE_4K, 0);
  }

  /** VSID 0, page 1: group 1 in a table of any size. */
  private static void enterBolted(Vcpu vcpu) {
    assertEquals(H_SUCCESS, call(vcpu, H_ENTER, 0, 8, 0x11, 0x1010));
  }

  private void prepare(long shift) {
    call(vcpu, H_RESIZE_HPT_PREPARE, 0, shift);
    assertEquals(H_SUCCESS, call(vcpu, H_RESIZE_HPT_PREPARE, 0, shift));
  }

  private static long call(Vcpu vcpu, int opcode, long... arguments) {
    long[] args = new long[Hypercalls.ARGUMENTS];
    System.arraycopy(arguments, 0, args, 0, arguments.length);
    return vcpu.hcall(opcode, args);
  }
}

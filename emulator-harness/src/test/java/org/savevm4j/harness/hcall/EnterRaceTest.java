// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/** vCPUs that make calls on the same few groups, and a saver that takes marks meanwhile. */
@Timeout(30)
class HypercallRaceTest {

  private static final int VCPUS = 3;
  private static final int SLOTS = 64;
  private static final long NANOS = 1_500_000_000L;

  private final TableCalls guest = new TableCalls();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong calls = new AtomicLong();

  @Test
  void givesEachSlotToOneVcpuOnly() throws InterruptedException {
    List<Thread> vcpus = start(this::enterAndRemove);
    for (long end = System.nanoTime() + NANOS / 2; System.nanoTime() < end; ) {
      Thread.onSpinWait();
    }
    finish(vcpus);
    assertEquals(List.of(), failures);
    for (long slot = 0; slot < 8; slot++) {
      guest.assertEntry(slot, 0, 0);
    }
    guest.close();
  }

  /** Enters into the first group and expects to remove what it entered. */
  private void enterAndRemove(long id, SplittableRandom random) {
    long[] args = new long[Hypercalls.ARGUMENTS];
    long dword0 = id << 12 | Hpte.V_VALID;
    long dword1 = random.nextLong(TableCalls.RAM >>> 12) << 12 | 0x10;
    if (call(args, Hcall.H_ENTER, 0, random.nextLong(8), dword0, dword1) == Hcall.H_SUCCESS) {
      long slot = args[0];
      assertEquals(Hcall.H_SUCCESS, call(args, Hcall.H_REMOVE, Hcall.H_AVPN, slot, id << 12, 0));
      assertEquals(dword0, args[0]);
      assertEquals(dword1, args[1]);
    }
  }

  @Test
  void losesNoChangeToASaverThatTakesMarks() throws InterruptedException {
    HashPageTable table = guest.table;
    long[] mirror = new long[2 * SLOTS];
    List<Thread> vcpus = start(this::anyCall);
    long taken = 0;
    for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
      taken += take(table, mirror);
    }
    finish(vcpus);
    while (take(table, mirror) != 0) {}
    assertEquals(List.of(), failures);
    assertTrue(taken > 1000 && calls.get() > 1000, taken + " taken, " + calls + " calls");
    for (int slot = 0; slot < SLOTS; slot++) {
      guest.assertEntry(slot, mirror[2 * slot], mirror[2 * slot + 1]);
    }
    guest.close();
  }

  /** Takes the marks and copies their slots, as the protocol of the table says. */
  private static int take(HashPageTable table, long[] mirror) {
    long[] words = new long[1];
    long[] bits = new long[1];
    if (table.marks().takeNext(0, words, bits) == 0) {
      return 0;
    }
    VarHandle.fullFence();
    for (long left = bits[0]; left != 0; left &= left - 1) {
      int slot = Long.numberOfTrailingZeros(left);
      long dword0 = table.dword0(slot);
      mirror[2 * slot] = dword0 & ~Hpte.V_LOCK;
      mirror[2 * slot + 1] = table.dword1(slot);
      if ((dword0 & Hpte.V_LOCK) != 0) {
        table.marks().mark(slot);
      }
    }
    return Long.bitCount(bits[0]);
  }

  private void anyCall(long id, SplittableRandom random) {
    long[] args = new long[Hypercalls.ARGUMENTS];
    long slot = random.nextLong(SLOTS);
    switch (random.nextInt(4)) {
      case 0, 1 -> {
        long page = random.nextLong(1 << 12);
        call(args, Hcall.H_ENTER, 0, slot, page << 12 | Hpte.V_VALID, page << 12 | 0x10);
      }
      case 2 -> call(args, Hcall.H_REMOVE, 0, slot, 0, 0);
      default -> call(args, Hcall.H_PROTECT, random.nextLong(4), slot, 0, 0);
    }
  }

  private long call(long[] args, long opcode, long a, long b, long c, long d) {
    args[0] = a;
    args[1] = b;
    args[2] = c;
    args[3] = d;
    calls.incrementAndGet();
    return guest.hypercalls.call(opcode, args);
  }

  private interface Work {
    void once(long id, SplittableRandom random);
  }

  private List<Thread> start(Work work) {
    List<Thread> vcpus = new ArrayList<>();
    for (int i = 1; i <= VCPUS; i++) {
      long id = i;
      SplittableRandom random = new SplittableRandom(id);
      Thread vcpu =
          new Thread(
              () -> {
                while (running.get()) {
                  work.once(id, random);
                }
              });
      vcpu.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      vcpu.start();
      vcpus.add(vcpu);
    }
    return vcpus;
  }

  private void finish(List<Thread> vcpus) throws InterruptedException {
    running.set(false);
    for (Thread vcpu : vcpus) {
      vcpu.join();
    }
  }
}

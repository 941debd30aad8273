// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HptLease;

@Tag("alone")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PseriesMachineTest {

  private static final int CPUS = 3;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final PseriesMachine machine =
      new PseriesMachine(new MachineConfig(1 << 20, 18, 24, CPUS, "pseries-10.0"));

  @AfterEach
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void close() {
    machine.close();
  }

  @Test
  void isBuiltPausedWithAnEmptyTable() {
    assertEquals(RunState.PAUSED, machine.runState());
    assertEquals(1 << 20, machine.ram().bytes());
    assertEquals(18, machine.hpt().current().geometry().shift());
    assertEquals(CPUS, machine.vcpus().size());
    assertEquals(0, machine.clockNanos());
  }

  @Test
  void makesNoStepBeforeItContinues() {
    AtomicInteger steps = new AtomicInteger();
    machine.load(vcpu -> steps.incrementAndGet());
    machine.stop();
    assertEquals(0, steps.get());
    assertFalse(machine.isRunning());
  }

  @Test
  void tellsWhenTheFirstVcpuBeganToRun() throws InterruptedException {
    AtomicReference<Long> step = new AtomicReference<>();
    CountDownLatch stepped = new CountDownLatch(1);
    machine.load(
        vcpu -> {
          step.compareAndSet(null, System.nanoTime());
          stepped.countDown();
          return HOUR;
        });
    long before = System.nanoTime();
    long first = machine.cont();
    assertTrue(machine.isRunning());
    assertEquals(first, machine.cont(), "it runs already");
    stepped.await();
    assertTrue(before - first <= 0, "not before it was told to");
    assertTrue(first - step.get() <= 0, "not after the first step");
  }

  @Test
  void runsEachVcpuOnAThreadOfItsOwn() throws InterruptedException {
    String[] names = new String[CPUS];
    CountDownLatch all = new CountDownLatch(CPUS);
    machine.load(
        vcpu -> {
          names[vcpu.index()] = Thread.currentThread().getName();
          all.countDown();
          return HOUR;
        });
    machine.cont();
    all.await();
    assertEquals(List.of("vcpu-0", "vcpu-1", "vcpu-2"), List.of(names));
  }

  @Test
  void isInsideNoStepOnceItStopped() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger steps = new AtomicInteger();
    machine.load(
        vcpu -> {
          inside.incrementAndGet();
          steps.incrementAndGet();
          spin(20_000);
          inside.decrementAndGet();
          return vcpu.index() == 0 ? 50_000 : 0;
        });
    for (int i = 0; i < 300; i++) {
      machine.cont();
      spin(i % 7 * 20_000L);
      machine.stop();
      int then = steps.get();
      assertEquals(0, inside.get());
      assertEquals(RunState.PAUSED, machine.runState());
      spin(20_000);
      assertEquals(then, steps.get());
    }
    assertTrue(steps.get() >= 300, "each time a vCPU ran");
  }

  @Test
  void cutsIdlingShortToStop() {
    AtomicInteger steps = new AtomicInteger();
    machine.load(
        vcpu -> {
          steps.incrementAndGet();
          return HOUR;
        });
    for (int i = 1; i <= 20; i++) {
      machine.cont();
      machine.stop();
      assertTrue(steps.get() >= i);
    }
  }

  @Test
  void idlesAsLongAsItsProgramSays() throws InterruptedException {
    CountDownLatch steps = new CountDownLatch(5 * CPUS);
    machine.load(
        vcpu -> {
          steps.countDown();
          return 10_000_000;
        });
    long start = machine.cont();
    steps.await();
    assertTrue(System.nanoTime() - start >= 40_000_000);
  }

  @Test
  void takesStopAndContFromSeveralThreads() throws InterruptedException {
    AtomicInteger steps = new AtomicInteger();
    machine.load(vcpu -> steps.incrementAndGet() & 1);
    List<Thread> threads = new ArrayList<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int i = 0; i < 3; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 200; j++) {
                  machine.cont();
                  machine.stop();
                }
              });
      thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertNull(failure.get());
    assertFalse(machine.isRunning());
    machine.cont();
    assertTrue(machine.isRunning());
  }

  @Test
  void letsTheClockStandWhilePaused() {
    machine.load(vcpu -> HOUR);
    machine.clockNanos(5_000_000_000L);
    machine.cont();
    assertThrows(IllegalStateException.class, () -> machine.clockNanos(1));
    spin(2_000_000);
    machine.stop();
    long stopped = machine.clockNanos();
    assertTrue(stopped >= 5_002_000_000L, stopped + " ns");
    spin(2_000_000);
    assertEquals(stopped, machine.clockNanos());
    machine.stop();
    assertEquals(stopped, machine.clockNanos());
    machine.cont();
    assertTrue(machine.clockNanos() >= stopped);
  }

  @Test
  void showsAPausedVcpuAsItsLastStepLeftIt() {
    machine.load(
        vcpu -> {
          vcpu.gpr()[3]++;
          vcpu.nip(vcpu.gpr()[3] * 4);
          vcpu.msr(vcpu.gpr()[3] + 1);
          vcpu.slb().set(1, vcpu.gpr()[3] << 28, 2);
          return 0;
        });
    for (int i = 0; i < 50; i++) {
      machine.cont();
      machine.stop();
      for (Vcpu vcpu : machine.vcpus()) {
        long n = vcpu.gpr()[3];
        assertEquals(n * 4, vcpu.nip());
        assertEquals(n == 0 ? 0 : n + 1, vcpu.msr());
        assertEquals(n << 28, vcpu.slb().esid(1));
        vcpu.gpr()[3] = n + 1000;
        vcpu.nip((n + 1000) * 4);
        vcpu.msr(n + 1001);
        vcpu.slb().set(1, (n + 1000) << 28, 2);
      }
    }
  }

  @Test
  void doesTheHypercallsOfItsVcpusOnItsTable() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(CPUS);
    machine.load(
        vcpu -> {
          long[] args = {0, 8, 0x91, 0x1010, 0, 0, 0, 0, 0};
          assertEquals(Hcall.H_SUCCESS, vcpu.hcall(Hcall.H_ENTER, args));
          entered.countDown();
          return HOUR;
        });
    machine.cont();
    entered.await();
    machine.stop();
    for (long slot = 8; slot < 8 + CPUS; slot++) {
      assertEquals(0x91, machine.hpt().current().dword0(slot));
    }
  }

  @Test
  void refusesToRunWithoutAGuestOrWithTwo() {
    assertThrows(IllegalStateException.class, machine::cont);
    machine.load(vcpu -> HOUR);
    assertThrows(IllegalStateException.class, () -> machine.load(vcpu -> HOUR));
  }

  @Test
  void endsItsThreadsAndGivesItsMemoryBackWhenItCloses() {
    List<Thread> threads = new ArrayList<>();
    machine.load(
        vcpu -> {
          synchronized (threads) {
            threads.add(Thread.currentThread());
          }
          return HOUR;
        });
    machine.cont();
    GuestRam ram = machine.ram().current();
    try (HptLease lease = machine.hpt().lease()) {
      machine.close();
      machine.close();
      assertFalse(threads.isEmpty());
      assertTrue(threads.stream().noneMatch(Thread::isAlive));
      assertThrows(IllegalStateException.class, () -> ram.getBe64(0));
      assertEquals(0, lease.table().dword0(0));
    }
    machine.stop();
    assertEquals(RunState.PAUSED, machine.runState());
    assertThrows(IllegalStateException.class, machine::cont);
    assertThrows(IllegalStateException.class, () -> machine.load(vcpu -> HOUR));
  }

  private static void spin(long nanos) {
    for (long end = System.nanoTime() + nanos; System.nanoTime() - end < 0; ) {
      Thread.onSpinWait();
    }
  }
}

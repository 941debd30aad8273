// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** vCPUs that want to be alone: what becomes of the others, of each other, and of a stop. */
@Tag("alone")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PauseGateTest {

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
  void leavesNobodyInsideAStepWhoIsNotWaitingTheSame() throws InterruptedException {
    AtomicInteger outsideTheCall = new AtomicInteger();
    AtomicInteger alone = new AtomicInteger();
    CountDownLatch times = new CountDownLatch(2_000);
    AtomicLong wrong = new AtomicLong();
    machine.load(
        vcpu -> {
          outsideTheCall.incrementAndGet();
          spin(2_000);
          outsideTheCall.decrementAndGet();
          machine
              .tables()
              .alone(
                  () -> {
                    wrong.addAndGet(alone.getAndIncrement() + outsideTheCall.get());
                    alone.decrementAndGet();
                    times.countDown();
                    return 0;
                  });
          return vcpu.index() == 0 ? 10_000 : 0;
        });
    machine.cont();
    times.await();
    machine.stop();
    assertEquals(0, wrong.get());
  }

  /** The others have no reason of their own to go outside. */
  @Test
  void isAloneAmongVcpusThatNeverIdleAndLetsThemRunOnAfterwards() throws InterruptedException {
    CountDownLatch alone = new CountDownLatch(1);
    CountDownLatch after = new CountDownLatch(100);
    machine.load(
        vcpu -> {
          if (vcpu.index() == 0 && alone.getCount() != 0) {
            machine.tables().alone(() -> 0);
            alone.countDown();
          } else if (vcpu.index() != 0 && alone.getCount() == 0) {
            after.countDown();
          }
          return 0;
        });
    machine.cont();
    after.await();
    assertTrue(machine.isRunning());
  }

  @Test
  void doesNotWakeAVcpuThatIdlesOrWaitForIt() throws InterruptedException {
    AtomicInteger idlers = new AtomicInteger();
    CountDownLatch idle = new CountDownLatch(2);
    CountDownLatch done = new CountDownLatch(50);
    machine.load(
        vcpu -> {
          if (vcpu.index() != 0) {
            idlers.incrementAndGet();
            idle.countDown();
            return HOUR;
          }
          if (idle.getCount() == 0) {
            machine.tables().alone(() -> 0);
            done.countDown();
          }
          return 0;
        });
    machine.cont();
    done.await();
    assertEquals(2, idlers.get(), "steps of those that idle");
  }

  /** Alone or not, a step is whole when the machine is paused. */
  @Test
  void isWaitedForByAStopUntilTheStepEnds() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    machine.load(
        vcpu -> {
          begun.incrementAndGet();
          machine.tables().alone(() -> 0);
          spin(5_000);
          ended.incrementAndGet();
          return 0;
        });
    for (int i = 0; i < 300; i++) {
      machine.cont();
      spin(i % 7 * 10_000L);
      machine.stop();
      assertEquals(begun.get(), ended.get());
      assertFalse(machine.isRunning());
    }
    assertTrue(begun.get() >= 300);
  }

  @Test
  void endsWithTheMachine() {
    machine.load(vcpu -> machine.tables().alone(() -> 0));
    machine.cont();
    machine.close();
    assertEquals(RunState.PAUSED, machine.runState());
  }

  @Test
  void goesOnWhenAnotherVcpuFails() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch alone = new CountDownLatch(1);
    machine.load(
        vcpu -> {
          if (vcpu.index() == 0 && inside.getCount() == 0) {
            waiting.countDown();
            machine.tables().alone(() -> 0);
            alone.countDown();
          } else if (vcpu.index() == 1) {
            inside.countDown();
            await(waiting);
            throw new IllegalArgumentException("a fault of the guest");
          }
          return 0;
        });
    machine.cont();
    alone.await();
    machine.stop();
    assertEquals(RunState.INTERNAL_ERROR, machine.runState());
  }

  @Test
  void opensAgainIfTheWorkThrows() throws InterruptedException {
    CountDownLatch others = new CountDownLatch(100);
    machine.load(
        vcpu -> {
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  machine
                      .tables()
                      .alone(
                          () -> {
                            throw new IllegalArgumentException();
                          }));
          others.countDown();
          return 0;
        });
    machine.cont();
    others.await();
    assertTrue(machine.isRunning());
  }

  @Test
  void isForAnyoneWhileTheGuestIsPausedAndForVcpusAloneWhileItRuns() {
    assertEquals(7, machine.tables().alone(() -> 7));
    machine.load(vcpu -> 0);
    machine.cont();
    assertThrows(IllegalStateException.class, () -> machine.tables().alone(() -> 7));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void spin(long nanos) {
    for (long end = System.nanoTime() + nanos; System.nanoTime() - end < 0; ) {
      Thread.onSpinWait();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ThrottleTest {

  private static final int STEPS = 6;
  private static final long STEP_NANOS = 1_000_000;

  @Test
  void restIsTheShareOfTheWholeThatIsTaken() {
    Throttle throttle = new Throttle();
    assertEquals(0, throttle.restFor(100));
    throttle.set(20);
    assertEquals(25, throttle.restFor(100));
    throttle.set(99);
    assertEquals(9900, throttle.restFor(100));
    assertThrows(IllegalArgumentException.class, () -> throttle.set(100));
  }

  @Test
  void slowedVcpuRestsBetweenItsSteps() throws InterruptedException {
    CountDownLatch steps = new CountDownLatch(STEPS);
    try (PseriesMachine machine =
        new PseriesMachine(new MachineConfig(1 << 20, 18, 18, 1, "pseries-10.0"))) {
      machine.load(
          _ -> {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < STEP_NANOS) {
              Thread.onSpinWait();
            }
            steps.countDown();
            return 0;
          });
      machine.throttle(99);
      long begin = System.nanoTime();
      machine.cont();
      steps.await();
      long taken = System.nanoTime() - begin;
      long least = (STEPS - 1) * STEP_NANOS * 100;
      assertTrue(taken >= least, () -> taken + " ns for what takes " + least + " at least");
      machine.stop();
    }
  }
}

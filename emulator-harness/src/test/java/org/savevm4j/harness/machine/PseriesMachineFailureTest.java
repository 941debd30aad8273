// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PseriesMachineFailureTest {

  private static final int CPUS = 3;

  private final PseriesMachine machine =
      new PseriesMachine(new MachineConfig(1 << 20, 18, 24, CPUS, "pseries-10.0"));

  @AfterEach
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void close() {
    machine.close();
  }

  @Test
  void keepsWhatAStepThrewAndStopsAllVcpus() {
    IllegalStateException reason = new IllegalStateException("wrong page");
    AtomicInteger steps = new AtomicInteger();
    Map<Integer, Thread> vcpus = new ConcurrentHashMap<>();
    machine.load(
        vcpu -> {
          vcpus.put(vcpu.index(), Thread.currentThread());
          if (vcpu.index() == 1 && vcpus.size() == CPUS) {
            throw reason;
          }
          return steps.incrementAndGet() < 0 ? 1 : 0;
        });
    machine.cont();
    while (machine.runState() != RunState.INTERNAL_ERROR) {
      Thread.onSpinWait();
    }
    assertSame(reason, machine.failure());
    assertFalse(machine.isRunning());
    for (int other : new int[] {0, 2}) {
      while (vcpus.get(other).getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    machine.stop();
    int then = steps.get();
    long clock = machine.clockNanos();
    assertSame(reason, assertThrows(IllegalStateException.class, machine::cont).getCause());
    spin(2_000_000);
    assertEquals(then, steps.get());
    assertEquals(clock, machine.clockNanos());
    assertEquals(RunState.INTERNAL_ERROR, machine.runState());
  }

  @Test
  void survivesThatAllVcpusFailAtOnce() {
    machine.load(
        vcpu -> {
          throw new AssertionError("vcpu " + vcpu.index());
        });
    machine.cont();
    machine.stop();
    assertEquals(RunState.INTERNAL_ERROR, machine.runState());
    assertInstanceOf(AssertionError.class, machine.failure());
  }

  @Test
  void failsAVcpuThatWouldStopItself() {
    machine.load(
        vcpu -> {
          machine.stop();
          return 0;
        });
    machine.cont();
    machine.stop();
    assertEquals("a vCPU would wait for itself", machine.failure().getMessage());
  }

  private static void spin(long nanos) {
    for (long end = System.nanoTime() + nanos; System.nanoTime() - end < 0; ) {
      Thread.onSpinWait();
    }
  }
}

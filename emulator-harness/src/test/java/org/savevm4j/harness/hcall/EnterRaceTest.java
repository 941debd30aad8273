// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.hpt.Hpte;

/** vCPUs that enter into one group, and remove again what they entered. */
@Tag("alone")
@Timeout(20)
class EnterRaceTest {

  private static final int VCPUS = 3;
  private static final long NANOS = 700_000_000L;

  private final TableCalls guest = new TableCalls();
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong entered = new AtomicLong();

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void givesEachSlotToOneVcpuOnly() throws InterruptedException {
    long end = System.nanoTime() + NANOS;
    List<Thread> vcpus = new ArrayList<>();
    for (int i = 1; i <= VCPUS; i++) {
      long id = i;
      Thread vcpu = new Thread(() -> enterAndRemove(id, end));
      vcpu.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      vcpu.start();
      vcpus.add(vcpu);
    }
    for (Thread vcpu : vcpus) {
      vcpu.join();
    }
    assertEquals(List.of(), failures);
    assertTrue(entered.get() > 100, entered + " entries");
    for (long slot = 0; slot < 8; slot++) {
      guest.assertEntry(slot, 0, 0);
    }
  }

  private void enterAndRemove(long id, long end) {
    SplittableRandom random = new SplittableRandom(id);
    long avpn = id << 12;
    while (System.nanoTime() - end < 0) {
      long dword1 = random.nextLong(TableCalls.RAM >>> 12) << 12 | 0x10;
      long[] args = {0, random.nextLong(8), avpn | Hpte.V_VALID, dword1, 0, 0, 0, 0, 0};
      if (guest.hypercalls.call(Hcall.H_ENTER, args) != Hcall.H_SUCCESS) {
        continue;
      }
      entered.incrementAndGet();
      args[1] = args[0];
      args[0] = Hcall.H_AVPN;
      args[2] = avpn;
      assertEquals(Hcall.H_SUCCESS, guest.hypercalls.call(Hcall.H_REMOVE, args), "still its own");
      assertEquals(avpn | Hpte.V_VALID, args[0]);
      assertEquals(dword1, args[1]);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/**
 * vCPUs that change a table while a saver takes marks and copies what is marked. It goes in many
 * short rounds, after each of which copy and table must be the same: a change that is lost would be
 * repaired by a later one of the same slot, and not be seen after a long run.
 */
@Tag("alone")
@Timeout(30)
class MarksRaceTest {

  private static final int VCPUS = 2;
  private static final int CALLS_PER_ROUND = 6;
  private static final long NANOS = 2_000_000_000L;

  /** One slot in each of a few words, so that each has a summary bit of its own. */
  private static final int WORDS = 4;

  private final TableCalls guest = new TableCalls();
  private final HashPageTable table = guest.table;
  private final DirtyMarks marks = table.tracking().open();
  private final long[] copy = new long[2 * WORDS];
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong done = new AtomicLong();

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void losesNoChangeToASaverThatTakesMarks() throws InterruptedException {
    List<Thread> vcpus = new ArrayList<>();
    for (int i = 0; i < VCPUS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      Thread vcpu = new Thread(() -> callEachRound(random));
      vcpu.start();
      vcpus.add(vcpu);
    }
    long round = 0;
    long saved = 0;
    try {
      for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
        begun.set(++round);
        for (int looks = 0; done.get() < round * VCPUS; looks++) {
          saved += save();
          offerCore(looks);
        }
        while (save() != 0) {}
        for (int word = 0; word < WORDS; word++) {
          guest.assertEntry(64L * word, copy[2 * word], copy[2 * word + 1]);
        }
      }
    } finally {
      begun.set(Long.MAX_VALUE);
      for (Thread vcpu : vcpus) {
        vcpu.join();
      }
    }
    assertTrue(round > 10 && saved > 10, round + " rounds, " + saved + " slots in races");
  }

  /** Takes marks and copies their slots, as the protocol of the table says. */
  private int save() {
    long[] words = new long[WORDS];
    long[] bits = new long[WORDS];
    int taken = marks.takeNext(0, words, bits);
    VarHandle.fullFence();
    for (int i = 0; i < taken; i++) {
      int word = (int) words[i];
      long dword0 = table.dword0(64L * word);
      copy[2 * word] = dword0 & ~Hpte.V_LOCK;
      copy[2 * word + 1] = table.dword1(64L * word);
      if ((dword0 & Hpte.V_LOCK) != 0) {
        marks.mark(64L * word);
      }
    }
    return taken;
  }

  private void callEachRound(SplittableRandom random) {
    for (long round = 1; ; round++) {
      for (int looks = 0; begun.get() < round; looks++) {
        offerCore(looks);
      }
      if (begun.get() == Long.MAX_VALUE) {
        return;
      }
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        anyCall(random);
      }
      done.incrementAndGet();
    }
  }

  private void anyCall(SplittableRandom random) {
    long page = random.nextLong(1 << 12);
    long slot = 64 * random.nextLong(WORDS);
    long[] args = {0, slot, 0, 0, 0, 0, 0, 0, 0};
    switch (random.nextInt(3)) {
      case 0 -> {
        args[0] = Hcall.H_EXACT;
        args[2] = page << 12 | Hpte.V_VALID;
        args[3] = page << 12 | 0x10;
        guest.hypercalls.call(Hcall.H_ENTER, args);
      }
      case 1 -> guest.hypercalls.call(Hcall.H_REMOVE, args);
      default -> {
        args[0] = page & 3;
        guest.hypercalls.call(Hcall.H_PROTECT, args);
      }
    }
  }

  /** On a busy machine the other threads may need this one's core. */
  private static void offerCore(int looks) {
    if (looks < 1000) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(1_000);
    }
  }
}

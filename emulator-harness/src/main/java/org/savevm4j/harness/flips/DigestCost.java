// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.savevm4j.backend.HtabSource;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.harness.machine.MachineConfig;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.Budget;

/**
 * What the digest of a table costs: in a first lap over it, which is at least what walking the
 * table at the stop would cost, and in the last lap, with the guest stopped, which tells {@value
 * #CHANGES} slots that changed and asks for the digest. Each other slot is valid.
 */
final class DigestCost {

  private static final int[] SHIFTS = {24, 28};
  private static final int CHANGES = 1000;
  private static final int WARM_UP_ROUNDS = 3;
  private static final long MEMORY = 64L << 20;

  /** Odd, so that its multiples meet all slots. */
  private static final long STRIDE = 0x9e3779b1L;

  private final PseriesMachine machine;
  private final HashPageTable table;
  private long next;

  private DigestCost(PseriesMachine machine) {
    this.machine = machine;
    this.table = Objects.requireNonNull(machine.hpt().current());
  }

  /** How many rounds that is in all, if so many count. */
  static int rounds(int counted) {
    return SHIFTS.length * (counted + WARM_UP_ROUNDS);
  }

  /** Measures in so many rounds, 1 or more. */
  static void run(int rounds, CostResult result, Work work) throws IOException {
    work.begin("a table's digest");
    for (int shift : SHIFTS) {
      try (PseriesMachine machine =
          new PseriesMachine(
              new MachineConfig(MEMORY, shift, shift, 1, LoadTarget.MACHINE_TYPE, false))) {
        DigestCost cost = new DigestCost(machine);
        for (long slot = 0; slot < cost.table.geometry().slots(); slot += 2) {
          cost.store(slot);
        }
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++, work.done(1)) {
          long[] off = cost.laps(false);
          long[] on = cost.laps(true);
          if (round >= 0) {
            result.pair("first lap, 2^" + shift + " bytes", off[0], on[0]);
            result.pair("last lap, 2^" + shift + " bytes", off[1], on[1]);
          }
        }
      }
    }
  }

  /** Times of a first and a last lap, in ns. */
  private long[] laps(boolean digest) throws IOException {
    Taker taker = new Taker();
    try (HtabSource source = new TableBackend(machine.hpt()).open()) {
      if (digest) {
        source.keepDigest();
      }
      long begin = System.nanoTime();
      source.emit(taker, Budget.unlimited());
      long first = System.nanoTime() - begin;
      for (int i = 0; i < CHANGES; i++) {
        next = (next + STRIDE) % table.geometry().slots();
        store(next & ~1L);
      }
      begin = System.nanoTime();
      source.emitRest(taker);
      if (source.digest().isPresent() != digest) {
        throw new IllegalStateException("a digest that nobody asked for, or none that was");
      }
      return new long[] {first, System.nanoTime() - begin};
    }
  }

  private void store(long slot) {
    table.lock(slot);
    table.store(slot, slot << 7 | Hpte.V_VALID, slot << 12);
  }

  /** Takes records and counts them. */
  private static final class Taker implements RecordTarget {

    private long position;

    @Override
    public void put(MemorySegment records, long from, long bytes) {
      position += bytes;
    }

    @Override
    public long position() {
      return position;
    }
  }
}

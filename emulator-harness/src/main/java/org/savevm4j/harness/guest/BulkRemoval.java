// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.hcall.Hcall;

/**
 * Takes ranges of pages out of the table, four entries a hypercall, and what remains one by one.
 * One vCPU, one step.
 */
final class BulkRemoval {

  private static final int BATCH = 4;

  /** High doubleword of a request: remove this slot if its AVPN is the low doubleword. */
  private static final long REQUEST = 0x42L << 56;

  private static final long TYPE = 0xc0L << 56;
  private static final long RESPONSE = 0x80L << 56;
  private static final long END = 0xc0L << 56;
  private static final long CODE = 0x30L << 56;

  private final GuestCpu cpu;
  private final GroupLocks locks;
  private final HashedPages pages;

  /** Indexes of pages to remove together, and the slots that they were believed to be in. */
  private final int[] batch = new int[BATCH];

  private final long[] slots = new long[BATCH];

  BulkRemoval(GuestCpu cpu, GroupLocks locks, HashedPages pages) {
    this.cpu = cpu;
    this.locks = locks;
    this.pages = pages;
  }

  /** Removes those entries of the pages {@code from} to {@code to - 1} that are in the table. */
  void remove(int process, int from, int to) {
    int waiting = 0;
    for (int index = from; index < to; index++) {
      long hashed = hashed(process, index);
      if ((hashed & PteLayout.IN_TABLE) != 0) {
        batch[waiting] = index;
        slots[waiting++] = PteLayout.slot(hashed);
        if (waiting == BATCH) {
          removeBatch(process);
          waiting = 0;
        }
      }
    }
    for (int i = 0; i < waiting; i++) {
      pages.remove(process, batch[i]);
    }
  }

  private void removeBatch(int process) {
    sortByLock();
    int taken = 0;
    try {
      for (; taken < BATCH; taken++) {
        locks.of(slots[taken]).lock();
      }
      call(process);
    } finally {
      while (taken > 0) {
        locks.of(slots[--taken]).unlock();
      }
    }
  }

  private void call(int process) {
    int requests = 0;
    for (int i = 0; i < BATCH; i++) {
      long hashed = hashed(process, batch[i]);
      // another vCPU may have evicted it before the lock was taken
      if ((hashed & PteLayout.IN_TABLE) != 0) {
        batch[requests] = batch[i];
        cpu.argument(2 * requests, REQUEST | PteLayout.slot(hashed));
        cpu.argument(
            2 * requests + 1, PageEntry.avpn(cpu.context(process), AddressSpace.ea(batch[i])));
        requests++;
      }
    }
    if (requests < BATCH) {
      cpu.argument(2 * requests, END);
    }
    long code = cpu.call(Hcall.H_BULK_REMOVE);
    for (int i = 0; i < requests; i++) {
      long answer = cpu.result(2 * i);
      if (code == Hcall.H_SUCCESS && (answer & TYPE) == RESPONSE && (answer & CODE) == 0) {
        cpu.countUpdates(1);
      } else {
        cpu.surprise(Surprise.LOST_ENTRY, AddressSpace.ea(batch[i]));
      }
      cpu.put(cpu.map().pteRa(process, batch[i]) + PteLayout.HASHED, 0);
    }
  }

  /** Locks are taken in ascending order. Those of one batch may be the same lock; it nests. */
  private void sortByLock() {
    for (int i = 1; i < BATCH; i++) {
      for (int j = i; j > 0 && lock(j - 1) > lock(j); j--) {
        int index = batch[j];
        batch[j] = batch[j - 1];
        batch[j - 1] = index;
        long slot = slots[j];
        slots[j] = slots[j - 1];
        slots[j - 1] = slot;
      }
    }
  }

  private int lock(int i) {
    return GroupLocks.number(slots[i]);
  }

  private long hashed(int process, int index) {
    return cpu.get(cpu.map().pteRa(process, index) + PteLayout.HASHED);
  }
}

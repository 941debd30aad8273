// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock that covers the slots of a group and the beliefs of all processes in entries there.
 *
 * <p>A belief names a slot, so whoever evicts an entry knows by the slot alone which lock covers
 * the owner's belief. A vCPU that holds one lock takes no other; only the bulk removal takes
 * several at once, in ascending order, holding none before. No lock is held between steps, so none
 * migrates.
 */
final class GroupLocks {

  private static final int LOCKS = 256;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  GroupLocks() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** The number of the lock that covers a slot; ascending numbers are the order of taking. */
  static int number(long slot) {
    return (int) (slot >>> 3) & LOCKS - 1;
  }

  ReentrantLock of(long slot) {
    return locks[number(slot)];
  }
}

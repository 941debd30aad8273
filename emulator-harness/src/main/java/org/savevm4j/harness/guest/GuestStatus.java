// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * How the guest is doing. Taken while it runs, each number is right for some moment of the taking.
 *
 * @param updates changed slots since boot; carried by a migration
 * @param processes alive
 * @param mappedPages 64 KiB pages that the page tables of all processes map, hashed or not
 * @param evictions entries that had to make room in full groups since boot
 * @param surprises times that the guest found memory, table or registers other than it left them
 * @param tableShift log2 of the bytes of the table that the guest uses; 0 if it is radix
 * @param eventPending whether it was asked for a {@link GuestEvent} that it has not done yet
 * @param events how many it answered since boot, whether it could do them or not
 * @param answer code of the hypercall that decided the last of them; 0 if that was success
 */
public record GuestStatus(
    long updates,
    long processes,
    long mappedPages,
    long evictions,
    long surprises,
    int tableShift,
    boolean eventPending,
    long events,
    long answer) {

  /** Whether the guest translates without a hashed page table. */
  public boolean isRadix() {
    return tableShift == 0;
  }
}

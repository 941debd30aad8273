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
 */
public record GuestStatus(
    long updates, long processes, long mappedPages, long evictions, long surprises) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * The hypercalls by which a guest changes its hashed page table, or has it replaced.
 *
 * <p>{@link org.savevm4j.harness.hcall.Hypercalls} finds the call by its opcode and hands it the
 * current table; each call is an {@link org.savevm4j.harness.hcall.HptCall} of its own. What a call
 * stores goes through lock and store of {@link org.savevm4j.hpt.HashPageTable}, which keep the
 * order of stores and mark the slot, so that no call has a way around the marks. Numbers are in
 * {@link org.savevm4j.harness.hcall.Hcall}.
 *
 * <p>Whatever changes a valid entry or takes it away stores through {@link
 * org.savevm4j.harness.mmu.Invalidations}, which has all vCPUs drop what they cached of it before
 * the call returns.
 *
 * <p>A slot is "free" or "empty" if V = 0; hypercalls leave all of such a slot zero. The calls hold
 * one entry's lock at a time, and wait for nothing else while they hold it.
 *
 * <p><b>Resizing</b> ({@link org.savevm4j.harness.hcall.HptResize}) is in two calls. PREPARE has an
 * empty table made ({@link org.savevm4j.harness.hcall.PendingTable}), any number of times and by
 * any vCPU. COMMIT has the machine see to it that all other vCPUs are outside their steps ({@link
 * org.savevm4j.harness.hcall.GuestTables#alone}), carries the bolted entries over ({@code Rehash})
 * and makes the fresh table the guest's. From COMMIT's look at the shift on, every failure drops
 * the pending table, so that a guest begins again with PREPARE. {@link
 * org.savevm4j.harness.hcall.RegisterProcessTable} replaces the table in the same way, by none or
 * by an empty one. All that is asked of the table is asked when the caller is alone.
 *
 * <p><b>Lock order:</b> pause gate, pending table, the holder's of table and generation, entry.
 */
package org.savevm4j.harness.hcall;

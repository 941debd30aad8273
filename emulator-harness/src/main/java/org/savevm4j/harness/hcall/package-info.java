// SPDX-License-Identifier: Apache-2.0
/**
 * The hypercalls by which a guest changes its hashed page table.
 *
 * <p>{@link org.savevm4j.harness.hcall.Hypercalls} finds the call by its opcode and hands it the
 * current table; each call is an {@link org.savevm4j.harness.hcall.HptCall} of its own. What a call
 * stores goes through lock and store of {@link org.savevm4j.hpt.HashPageTable}, which keep the
 * order of stores and mark the slot, so that no call has a way around the marks. Numbers are in
 * {@link org.savevm4j.harness.hcall.Hcall}.
 *
 * <p>A slot is "free" or "empty" if V = 0; hypercalls leave all of such a slot zero. The calls hold
 * one entry's lock at a time, and wait for nothing else while they hold it.
 */
package org.savevm4j.harness.hcall;

// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the downtime of migrations between emulator processes over the size of the page table,
 * and how much of it is due to the table.
 *
 * <p>The table is filled as a real one is, by the guest itself: a table of 2^N bytes belongs to a
 * machine with 128 times as much RAM, so that is what the guest gets, and it maps all of it with
 * bolted entries when it boots, 64 KiB each. That makes one slot of 32 valid, mostly alone in its
 * group. The RAM is sparse and costs nothing but the pages that the guest stores to. Every entry is
 * one that the guest believes in, so the guest's check holds for it as for any other.
 *
 * <p>{@link org.savevm4j.harness.switchover.WanderingGuest} is one guest that goes from process to
 * process; {@link org.savevm4j.harness.switchover.SwitchoverBench} lets it move some times for each
 * table size and update rate, over TCP, or through a slow link; {@link
 * org.savevm4j.harness.switchover.SwitchoverResult} is what came of it.
 */
package org.savevm4j.harness.switchover;

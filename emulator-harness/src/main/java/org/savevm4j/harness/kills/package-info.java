// SPDX-License-Identifier: Apache-2.0
/**
 * Kills emulators and cuts links at random moments, and looks whether what becomes of the others is
 * allowed: a test of docs/failures.md on real processes.
 *
 * <p>{@link org.savevm4j.harness.kills.Kills} has a guest that migrates over loopback from process
 * to process. {@code KillPlan} draws what is killed and when, {@code MigrationKill} does it, {@code
 * Witness} waits until the survivors have come to rest and names what became of them, and {@code
 * AllowedOutcomes} is the table. Whoever then runs the guest, by itself or by the {@code cont} that
 * an operator would give, has it check all that it believes, and is the source of the next
 * migration: so a second one after a failed one is tried, too. {@code SavevmKill} kills another
 * machine while it saves a snapshot, and looks for lost ones.
 *
 * <p><b>Threads.</b> All of it goes on the caller's thread, but for the two that carry the link.
 *
 * <p>A seed repeats the plans. What the processes do meanwhile is a matter of timing.
 */
package org.savevm4j.harness.kills;

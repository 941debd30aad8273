// SPDX-License-Identifier: Apache-2.0
/**
 * Many migrations in a row, with the guest's table replaced under way: a test of endurance.
 *
 * <p>{@link org.savevm4j.harness.storm.Storm} has one emulator migrate to the next over a socket
 * file, then that one to a third, and so on. {@link org.savevm4j.harness.storm.StormPlan} draws
 * what happens in a migration: an {@link org.savevm4j.harness.storm.StormEvent}, the {@link
 * org.savevm4j.harness.storm.StormMoment} at which it is sent, bandwidth and passes. {@code
 * StormMigration} carries it out, {@link org.savevm4j.harness.storm.StormRecord} says what came of
 * it, and {@link org.savevm4j.harness.storm.StormResult} sums up. After each migration all that the
 * guest believes is compared with what is; the first mismatch ends the storm.
 *
 * <p><b>Convergence.</b> A guest without a limit of its rate dirties pages for ever. Up to the
 * planned pass the downtime limit is 0, so that the migration goes on; from there on bandwidth is
 * unlimited and the limit long, so that it ends.
 *
 * <p><b>Threads.</b> The caller's thread runs the storm, waits, and sends events that go by bytes.
 * Events that go by phases are sent on the migration thread, out of its call to the listener: it is
 * held up until the event was sent, which makes the moment exact. No lock of this package is held
 * then; what both threads use is volatile or atomic.
 *
 * <p>A seed repeats the plans. What the vCPUs do between them is a matter of timing.
 */
package org.savevm4j.harness.storm;

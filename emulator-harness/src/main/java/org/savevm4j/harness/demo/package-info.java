// SPDX-License-Identifier: Apache-2.0
/**
 * A live migration between two emulator processes on this computer, driven over QMP.
 *
 * <p>{@link org.savevm4j.harness.demo.Demo} does the steps, on the caller's thread: it starts two
 * {@link org.savevm4j.harness.demo.EmulatorProcess}es, lets the guest run, migrates it, lets it run
 * on, and has it checked. {@link org.savevm4j.harness.demo.DemoResult} is what came of it, as text
 * and as JSON; {@code ReportedProgress} is what is shown on the way.
 *
 * <p>The children end with the demonstration in every case: at its end or failure they are told to
 * quit and then killed by their ids, a hook does the same when a signal ends this process, and if
 * this process is killed they see their standard input end.
 */
package org.savevm4j.harness.demo;

// SPDX-License-Identifier: Apache-2.0
/**
 * The machine: its vCPUs and what they share, and run control over them.
 *
 * <p><b>What there is.</b> {@link org.savevm4j.harness.machine.PseriesMachine} puts RAM, {@link
 * org.savevm4j.harness.machine.HptHolder} (the table, its generation, its leases), the {@link
 * org.savevm4j.harness.machine.Vcpu}s, the guest's clock and the pause gate together. What the
 * guest does is a {@link org.savevm4j.harness.machine.Program}, cut into steps.
 *
 * <p><b>Threads.</b> One daemon thread a vCPU, "vcpu-0" and so on, from load to close. It looks at
 * the pause gate before each step. Run control (load, stop, cont, close) comes from any other
 * thread: the migration thread, the incoming one, those of QMP.
 *
 * <p><b>Locks,</b> in the order in which they may be taken:
 *
 * <ol>
 *   <li>control, in the machine: makes one operation of run control follow the other. Held while
 *       waiting for vCPUs, hence never taken by one.
 *   <li>the pause gate's: counts who is inside a step. vCPUs take it only to park, to idle and to
 *       wake. It orders what vCPUs wrote before what is done while they are paused, and that before
 *       their next step.
 *   <li>the holder's, for table, generation and leases together. Hypercalls do not take it: they
 *       read the current table and may rely on it until their step ends, since tables are replaced
 *       only while the guest is paused.
 *   <li>an entry's, in the table; see {@code org.savevm4j.hpt}.
 * </ol>
 *
 * <p><b>When a step throws,</b> its thread keeps the throwable, jams the gate and ends; the machine
 * is in {@link org.savevm4j.harness.machine.RunState#INTERNAL_ERROR} from then on. The other vCPUs
 * park. Stopping and closing work as ever, and the state can be looked at.
 */
package org.savevm4j.harness.machine;

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
 *   <li>the pending table's, of a resize: see {@code org.savevm4j.harness.hcall}. Whoever replaces
 *       the table takes it after the holder's was let go, to drop what is pending.
 *   <li>the holder's, for table, generation and leases together. Hypercalls do not take it: they
 *       read the current table and may rely on it until they return, since tables are replaced only
 *       while the guest is paused or one vCPU is alone.
 *   <li>an entry's, in the table; see {@code org.savevm4j.hpt}.
 * </ol>
 *
 * <p><b>When one vCPU is alone.</b> A hypercall that replaces the table needs all other vCPUs out
 * of the way, and is itself in the midst of a step. It asks the pause gate to be alone: the gate
 * lets nobody begin a step, and the caller waits until each of the others is outside a step, or
 * waits for the same. Then it works with the gate's lock held, so that nobody comes in.
 *
 * <ul>
 *   <li>Two that want it at once do not wait for each other's step, for each counts the other as
 *       out of the way. One goes first, since there is one lock; the other goes when the first has
 *       ended its step. It finds the table replaced, and its own call then fails or does nothing.
 *   <li>A vCPU that is neither is on its way to the end of its step, where it stays; it needs
 *       nothing of those that wait, unless the guest's program holds a lock across such a call,
 *       which it must not.
 *   <li>A stop that comes meanwhile waits until all steps have ended, those of the waiting ones
 *       too: nobody waits for what the stop holds, and a paused machine is never in the midst of a
 *       step.
 *   <li>A vCPU whose step throws leaves the gate, and is waited for no longer.
 * </ul>
 *
 * <p>A step that makes such a call must ask for the table anew when the call returns, whatever its
 * answer: another vCPU may have gone first.
 *
 * <p><b>When a step throws,</b> its thread keeps the throwable, jams the gate and ends; the machine
 * is in {@link org.savevm4j.harness.machine.RunState#INTERNAL_ERROR} from then on. The other vCPUs
 * park. Stopping and closing work as ever, and the state can be looked at.
 */
package org.savevm4j.harness.machine;

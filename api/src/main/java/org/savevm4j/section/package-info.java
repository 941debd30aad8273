// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of a section: how a plugin adds one to a machine's savevm and loadvm.
 *
 * <p>A {@link org.savevm4j.section.SectionProvider} is found by {@link java.util.ServiceLoader} and
 * opens its {@link org.savevm4j.section.Section} on one machine. There are two kinds:
 *
 * <ul>
 *   <li>{@link org.savevm4j.section.DeviceSection}: state that is small enough to be sent at the
 *       stop. It declares its state once; the host saves, loads and describes it (FULL).
 *   <li>{@link org.savevm4j.section.LiveSection}: state that is sent while the guest runs. It opens
 *       a {@link org.savevm4j.section.LiveSaver} for each migration (START, PART..., END) and a
 *       {@link org.savevm4j.section.LiveLoader} for each load.
 * </ul>
 *
 * <p><b>Threads.</b> The host has one migration thread and one incoming thread; a section is only
 * ever called on those, one call at a time, starts none, and locks nothing that a vCPU might hold
 * while it waits. The last call, {@code cleanup}, may come from another thread than those before
 * it. A host may give up a call that does nothing for too long, and interrupts its thread then.
 *
 * <p><b>A save</b>, with what the guest does meanwhile:
 *
 * <pre>
 *   host                                 guest      stream
 *   newSaver(enabled)                     runs
 *   setup(out)                           runs       START
 *   { pending()  iterate(out, budget) }* runs       PART each
 *   pending()  iterate(...) if needed    paused     PART
 *   complete(out)                        paused     END
 *   cleanup()                            either     always the last, also after an error or a cancel
 * </pre>
 *
 * <p><b>A load</b>: {@code newLoader(version)}, {@code load} for START, each PART and END, then
 * {@code commit()} when the whole stream was right, or not at all; {@code cleanup()} is always
 * last. Until commit the machine is as it was.
 */
package org.savevm4j.section;

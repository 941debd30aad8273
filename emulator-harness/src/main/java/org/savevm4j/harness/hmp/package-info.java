// SPDX-License-Identifier: Apache-2.0
/**
 * The human monitor: QEMU's commands for people, a line each.
 *
 * <p>{@link org.savevm4j.harness.hmp.HumanMonitor} cuts a line into words, looks its command up in
 * a table of {@code HmpCommand}s and answers the lines to print; the classes named {@code
 * ...Commands} fill that table, each for one subject, with what their words can be. What goes wrong
 * is one line, too. {@link org.savevm4j.harness.hmp.TerminalConsole} is a monitor on a terminal, by
 * JLine, for which {@code MonitorLine} completes words, and whose lines {@link
 * org.savevm4j.harness.hmp.HistoryFile} keeps; {@link org.savevm4j.harness.hmp.HmpConsole} is one
 * on plain standard input and output; QMP's {@code human-monitor-command} is given another.
 *
 * <p>A command runs on the thread that brought its line, several at a time if there are several
 * such threads; nothing here is shared between them but the emulator. The console has one thread.
 */
package org.savevm4j.harness.hmp;

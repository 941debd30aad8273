// SPDX-License-Identifier: Apache-2.0
/**
 * QEMU's machine protocol (QMP): JSON objects back to back over a socket.
 *
 * <p>The server: {@link org.savevm4j.harness.qmp.QmpServer} accepts clients and gives each a
 * session, whose {@link org.savevm4j.harness.qmp.JsonStream} cuts the bytes into objects, and whose
 * outbox sends replies and events. A session looks the command up in a table of {@link
 * org.savevm4j.harness.qmp.QmpCommand}s; {@link org.savevm4j.harness.qmp.EmulatorCommands} and the
 * other classes named {@code ...Commands} list those of an emulator, each for one subject, and
 * {@link org.savevm4j.harness.qmp.EmulatorEvents} turns what happens to it into events. Nothing but
 * these knows the emulator; a command whose order it refuses is refused in its words. Lines of the
 * human monitor are handed to {@link org.savevm4j.harness.qmp.HumanMonitorLines}.
 *
 * <p>Commands and events declare what they take, answer and tell as {@link
 * org.savevm4j.harness.qmp.QmpType}s. Arguments are checked by these, and {@link
 * org.savevm4j.harness.qmp.QmpSchema} tells them to clients that ask.
 *
 * <p>Threads: one accepts, each session has one that reads and executes and one that writes. All
 * sessions together execute one command at a time. Sending an event only queues it, so any thread
 * may, the migration thread included; a client that does not read loses its connection, and nobody
 * waits for it.
 *
 * <p>The client, {@link org.savevm4j.harness.qmp.QmpClient}, has a thread that reads; any thread
 * may execute and wait for events.
 */
package org.savevm4j.harness.qmp;

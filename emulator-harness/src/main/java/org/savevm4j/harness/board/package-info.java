// SPDX-License-Identifier: Apache-2.0
/**
 * One emulator: a machine, its sections, its guest, and its migrations, as monitors see them.
 *
 * <p>{@link org.savevm4j.harness.board.Emulator} owns all of it. Its run status changes under its
 * own lock only, which is taken before the machine's pause gate and never while a migration's lock
 * is held. {@link org.savevm4j.harness.board.OutgoingMigration} runs on the migration thread,
 * {@link org.savevm4j.harness.board.IncomingMigration} on the incoming thread; both tell the
 * emulator how they end, and listeners hear of it on those threads.
 */
package org.savevm4j.harness.board;

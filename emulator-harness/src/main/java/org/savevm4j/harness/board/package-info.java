// SPDX-License-Identifier: Apache-2.0
/**
 * One emulator: a machine, its sections, its guest, and its migrations, as monitors see them.
 *
 * <p>{@link org.savevm4j.harness.board.Emulator} is the face of it and only hands on: to {@link
 * org.savevm4j.harness.board.Board}, which puts the machine together; to {@link
 * org.savevm4j.harness.board.RunSwitch}, through which every change of what the guest does goes;
 * and to {@link org.savevm4j.harness.board.Migrations}, which knows the migrations there are.
 * {@link org.savevm4j.harness.board.OutgoingMigration} runs on the migration thread, {@link
 * org.savevm4j.harness.board.IncomingMigration} on the incoming thread. Who runs the guest when
 * they fail is told in docs/failures.md.
 *
 * <p><b>Locks</b>, in their order: {@code ArrivalEnd}, {@code Migrations}, {@code
 * OutgoingMigration}, {@code RunSwitch}, the machine's pause gate.
 */
package org.savevm4j.harness.board;

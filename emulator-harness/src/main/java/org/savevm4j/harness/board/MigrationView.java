// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.hpt.HptLease;

/** What whoever records an emulator's migrations looks at. Any thread. */
public final class MigrationView {

  private final Board board;
  private final Migrations migrations;

  MigrationView(Board board, Migrations migrations) {
    this.board = board;
    this.migrations = migrations;
  }

  /** All that is known of the migration under way, or of the last one. */
  public MigrationFigures figures() {
    return migrations.figures();
  }

  /**
   * Where the guest goes or last went to, or where it comes from or came from.
   *
   * @param outgoing which of the two
   * @return null if it never did
   */
  public @Nullable MigrationUri peer(boolean outgoing) {
    return migrations.peer(outgoing);
  }

  /**
   * The guest's table, if it has one, kept in memory until the lease is closed; the guest changes
   * it meanwhile.
   */
  public HptLease leaseTable() {
    return board.machine().hpt().lease();
  }
}

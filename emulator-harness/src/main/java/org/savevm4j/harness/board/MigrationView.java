// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.hpt.HptLease;

/** What whoever records one migration of an emulator looks at. Any thread. */
public final class MigrationView {

  private final Board board;
  private final Supplier<MigrationFigures> figures;
  private final @Nullable MigrationUri peer;

  MigrationView(Board board, Supplier<MigrationFigures> figures, @Nullable MigrationUri peer) {
    this.board = board;
    this.figures = figures;
    this.peer = peer;
  }

  /** All that is known of it. */
  public MigrationFigures figures() {
    return figures.get();
  }

  /** Where the guest goes or went to, or where it comes or came from; null if it never did. */
  public @Nullable MigrationUri peer() {
    return peer;
  }

  /**
   * The guest's table, if it has one, kept in memory until the lease is closed; the guest changes
   * it meanwhile.
   */
  public HptLease leaseTable() {
    return board.machine().hpt().lease();
  }
}

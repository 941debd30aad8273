// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/** Hears what happens to an emulator, on whichever thread makes it happen; returns at once. */
public interface EmulatorListener {

  /** The guest was stopped. */
  void stopped();

  /** The guest goes on. */
  void resumed();

  /**
   * The guest failed, and was stopped, and cannot go on; {@link #stopped} came first, which is all
   * that most listeners need.
   *
   * @param reason one line
   */
  default void failed(String reason) {}

  /** The machine was reset, by an order. */
  default void reset() {}

  /**
   * A job has another status, in QEMU's words.
   *
   * @param id as whoever began the job called it
   */
  default void job(String id, String status) {}

  /**
   * Something that an operator should know, who may not look at a monitor: why a migration failed,
   * or that somebody connected and sent nothing.
   *
   * @param line one line
   */
  default void warned(String line) {}

  /** A migration, outgoing or incoming, entered a phase, in QEMU's words. */
  void migration(String status);

  /** A lap over RAM begins; 1 is the first. */
  void pass(long pass);
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.packed.BlockCodec;

/**
 * What a machine offers to whoever carries its table: the service that a section asks its host for.
 * It hides whether the table is in the process or behind the HTAB channel.
 */
public interface HtabBackend {

  /**
   * Counts the machine's replacements of its table; cheap. Any thread.
   *
   * @return a number that differs from what it was before the table was replaced
   */
  long generation();

  /**
   * {@return the largest shift that the machine takes from a stream} Asked before anything is
   * staged.
   */
  int maxShift();

  /**
   * Opens the current table for laps, its generation taken with it. The migration thread.
   *
   * @return what the laps are told from; the caller closes it
   * @throws IOException if it cannot be read now, such as when it has too many readers
   */
  HtabSource open() throws IOException;

  /**
   * Opens the current table as {@link #open} does, for whom packed blocks are as welcome as
   * records; the source says which of them it tells. A channel that does not know of them is opened
   * without.
   *
   * @param codec unpacks what the source counts; stays the caller's, who closes it after the source
   * @return what the laps are told from; the caller closes it
   * @throws IOException as {@link #open}
   */
  HtabSource openPacked(BlockCodec codec) throws IOException;

  /**
   * {@return a fresh empty table that nobody else sees, for a load to fill} The caller either
   * adopts it or discards it. The incoming thread.
   *
   * @param geometry its size; the caller has compared it with {@link #maxShift}
   * @throws IOException if there is no memory for it
   */
  HtabStage stage(HptGeometry geometry) throws IOException;

  /**
   * Makes a table of {@link #stage} the machine's, or none at all for a radix guest; the guest is
   * paused. What was derived from the table before, translations above all, is dropped. Cannot
   * fail.
   *
   * @param stage what a load filled, or null: the guest is radix
   */
  void adopt(@Nullable HtabStage stage);
}

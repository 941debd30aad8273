// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a machine offers to whoever carries its table: the service that a section asks its host for.
 */
public interface HptHost {

  /** {@return the current table and its generation, taken together} Any thread. */
  HptLease lease();

  /**
   * {@return the current generation: cheap, and all that is needed to see that a table was
   * replaced}
   */
  long generation();

  /**
   * {@return the largest shift that the machine will take from a stream; at most {@link
   * HptGeometry#MAX_SHIFT}} Asked before anything is allocated.
   */
  int maxShift();

  /**
   * {@return bits of doubleword 0 that are cleared in what is loaded: {@link Hpte#V_HOST} for a
   * guest, 0 for an onlooker who wants the bytes as they were sent}
   */
  long clearedOnLoad();

  /**
   * {@return a fresh zeroed table that nobody else sees, for a load to fill} The caller either
   * {@link #adopt}s it or {@link #discard}s it.
   *
   * @param geometry its size; the caller has compared it with {@link #maxShift}
   * @throws IOException if there is no memory for it
   */
  HashPageTable allocate(HptGeometry geometry) throws IOException;

  /**
   * Makes a loaded table the machine's, or none of it for a radix guest; the guest is paused. What
   * was derived from the table before, translations above all, is dropped. Cannot fail.
   *
   * @param table what {@link #allocate} gave, filled, or null: the guest is radix
   */
  void adopt(@Nullable HashPageTable table);

  /**
   * Takes back a table from {@link #allocate} that was not adopted.
   *
   * @param table nobody may use it any more
   */
  void discard(HashPageTable table);
}

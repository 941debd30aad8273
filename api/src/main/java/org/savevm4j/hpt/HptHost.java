// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a machine offers to whoever carries its table: the service that a section asks its host for.
 */
public interface HptHost {

  /** The current table and its generation, taken together. Any thread. */
  HptLease lease();

  /** The current generation: cheap, and all that is needed to see that a table was replaced. */
  long generation();

  /**
   * The largest shift that the machine will take from a stream; at most {@link
   * HptGeometry#MAX_SHIFT}. Asked before anything is allocated.
   */
  int maxShift();

  /**
   * Bits of doubleword 0 that are cleared in what is loaded: {@link Hpte#V_HOST} for a guest, 0 for
   * an onlooker who wants the bytes as they were sent.
   */
  long clearedOnLoad();

  /**
   * A fresh zeroed table that nobody else sees, for a load to fill. The caller either {@link
   * #adopt}s it or {@link #discard}s it.
   *
   * @throws IOException if there is no memory for it
   */
  HashPageTable allocate(HptGeometry geometry) throws IOException;

  /**
   * Makes a loaded table the machine's, or none of it for a radix guest; the guest is paused. What
   * was derived from the table before, translations above all, is dropped. Cannot fail.
   */
  void adopt(@Nullable HashPageTable table);

  /** Takes back a table from {@link #allocate} that was not adopted. */
  void discard(HashPageTable table);
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HptGeometry;

/**
 * A machine that hands out channels on its hashed page table: the service that takes the place of
 * KVM's ioctl.
 */
public interface HtabHost {

  /**
   * Opens a channel on the machine's current table. Any thread.
   *
   * @param flags {@link HtabChannel#BOLTED_ONLY}, {@link HtabChannel#WRITE}, {@link
   *     HtabChannel#PACKED}, or 0
   * @param startIndex the slot at which the first pass of a reader begins; a writer's is ignored
   * @return the channel; the caller closes it
   * @throws UnknownFlagsException if the host does not know a bit: whoever asked may do without
   * @throws StartIndexException if there is no such slot
   * @throws TooManyReadersException if the table has as many readers as it takes
   */
  HtabChannel open(long flags, long startIndex) throws IOException;

  /**
   * Counts the machine's replacements and resets of its table; cheap. Any thread.
   *
   * @return a number that differs from what it was before the table was replaced
   */
  long generation();

  /** {@return the largest shift that the machine takes} Asked before anything is staged. */
  int maxShift();

  /**
   * {@return a fresh empty table that nobody else sees, to be filled through its channel} The
   * caller either adopts it or discards it.
   *
   * @param geometry its size; the caller has compared it with {@link #maxShift}
   * @throws IOException if there is no memory for it
   */
  FreshTable stage(HptGeometry geometry) throws IOException;

  /**
   * Makes a table of {@link #stage} the machine's as a whole, or none at all for a radix guest; the
   * guest is paused. Its channels are closed before. What was derived from the table that was
   * there, translations above all, is dropped, and channels on that one are stale. Cannot fail.
   *
   * @param table what was filled, or null: the guest is radix
   */
  void adopt(@Nullable FreshTable table);
}

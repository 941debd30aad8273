// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.jspecify.annotations.Nullable;

/**
 * A table that stays in memory until the lease is closed, and the generation that it was current
 * in. Closing twice is harmless.
 */
public interface HptLease extends AutoCloseable {

  /** {@return the table, or null: the guest is radix and has none} */
  @Nullable HashPageTable table();

  /**
   * Counts the machine's replacements of its table; a reset to an empty table is one too.
   *
   * @return a number that differs from what it was before the table was replaced
   */
  long generation();

  @Override
  void close();
}

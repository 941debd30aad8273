// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import org.savevm4j.harness.board.HtabAccess;

/**
 * How many migrations, and which.
 *
 * @param migrations 1 or more
 * @param seed of guest and plans
 * @param htabBackend how all of the emulators get at their tables
 */
public record StormOptions(int migrations, long seed, HtabAccess htabBackend) {

  /** A storm of emulators that have their tables in hand. */
  public StormOptions(int migrations, long seed) {
    this(migrations, seed, HtabAccess.TABLE);
  }

  public StormOptions {
    if (migrations < 1) {
      throw new IllegalArgumentException(migrations + " migrations are no storm");
    }
  }
}

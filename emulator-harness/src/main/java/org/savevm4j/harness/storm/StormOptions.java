// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

/**
 * How many migrations, and which.
 *
 * @param migrations 1 or more
 * @param seed of guest and plans
 */
public record StormOptions(int migrations, long seed) {

  public StormOptions {
    if (migrations < 1) {
      throw new IllegalArgumentException(migrations + " migrations are no storm");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.util.List;

/**
 * How many kills, and which.
 *
 * @param launcher the command, with its first arguments, that runs one emulator
 * @param kills 1 or more
 * @param seed of guests and plans
 */
public record KillOptions(List<String> launcher, int kills, long seed) {

  public KillOptions {
    launcher = List.copyOf(launcher);
    if (kills < 1) {
      throw new IllegalArgumentException("--kills is 1 or more");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of the guest's heartbeat.
 *
 * @param count from 0, one more each time
 * @param uptime seconds that the guest has been up
 * @param sum MD5 of a file that never changes
 * @param nanoTime when it was heard here, by {@link System#nanoTime()}
 */
record Beat(long count, double uptime, String sum, long nanoTime) {

  private static final Pattern LINE =
      Pattern.compile("\\s*beat (\\d+) (\\d+\\.\\d+) ([0-9a-f]{32})\\s*");

  /** The beat that a whole line is, or null. */
  static @Nullable Beat of(String line) {
    Matcher beat = LINE.matcher(line);
    return beat.matches()
        ? new Beat(
            Long.parseLong(beat.group(1)),
            Double.parseDouble(beat.group(2)),
            beat.group(3),
            System.nanoTime())
        : null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the guest's kernel says that it has a module.
 *
 * @param address effective address of its first byte
 */
record GuestModule(String name, long bytes, long address) {

  private static final Pattern LINE =
      Pattern.compile("module (\\w+) (\\d+) .* 0x([0-9a-f]{16})\\s*");

  /** The module that a line of the console tells, or null if it tells none. */
  static @Nullable GuestModule of(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? new GuestModule(
            matcher.group(1),
            Long.parseLong(matcher.group(2)),
            Long.parseUnsignedLong(matcher.group(3), 16))
        : null;
  }

  boolean contains(long ea) {
    return Long.compareUnsigned(ea - address, bytes) < 0;
  }
}

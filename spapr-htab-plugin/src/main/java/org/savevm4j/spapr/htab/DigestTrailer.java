// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import java.util.OptionalLong;
import org.savevm4j.stream.ChecksumException;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * What follows the last end marker in END, in versions 3 and 4: what the source's table came to.
 *
 * <pre>
 *   00                the source has its table through a channel alone, and cannot tell
 *   01 be64 digest    of the table, as the source read it apart from its records
 * </pre>
 */
final class DigestTrailer {

  private static final int UNKNOWN = 0;
  private static final int KNOWN = 1;

  private DigestTrailer() {}

  static void put(StateOutput out, OptionalLong digest) throws IOException {
    if (digest.isEmpty()) {
      out.put8(UNKNOWN);
    } else {
      out.put8(KNOWN);
      out.putBe64(digest.getAsLong());
    }
  }

  /**
   * Gets it and compares.
   *
   * @param here what the table came to that was filled here; empty: it cannot be told
   * @return whether both are known, and so alike
   * @throws ChecksumException if they differ
   */
  static boolean get(StateInput in, OptionalLong here) throws IOException {
    long at = in.position();
    int known = in.get8();
    if (known == UNKNOWN) {
      return false;
    }
    if (known != KNOWN) {
      throw new MalformedStreamException(
          at, "kind of the table's digest", Integer.toString(known), "0 or 1");
    }
    long expected = in.getBe64();
    if (here.isPresent() && here.getAsLong() != expected) {
      throw new ChecksumException(
          at, "digest of the page table", hex(here.getAsLong()), hex(expected));
    }
    return here.isPresent();
  }

  private static String hex(long digest) {
    return "%016x".formatted(digest);
  }
}

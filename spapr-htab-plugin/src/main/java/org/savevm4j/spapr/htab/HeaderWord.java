// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * The be32 that begins every payload, and the end marker that ends an iteration.
 *
 * <pre>
 *   ffffffff   the guest has no table (radix); nothing follows
 *   00000000   an iteration: records, then 8 zero bytes
 *   shift      a new, empty table of 2^shift bytes; nothing follows
 * </pre>
 */
final class HeaderWord {

  /** The guest has no table. */
  static final int NO_TABLE = -1;

  /** Records follow. */
  static final int ITERATION = 0;

  /** Bytes of a header word. */
  static final int BYTES = 4;

  private HeaderWord() {}

  static void putShift(StateOutput out, HptGeometry geometry) throws IOException {
    out.putBe32(geometry.shift());
  }

  static void putNoTable(StateOutput out) throws IOException {
    out.putBe32(NO_TABLE);
  }

  static void putIteration(StateOutput out) throws IOException {
    out.putBe32(ITERATION);
  }

  static void putEndMarker(StateOutput out) throws IOException {
    out.putBe64(0);
  }

  /**
   * The geometry that a shift asks for.
   *
   * @param at offset of the word in the stream, in bytes
   * @param maxShift what the machine takes
   * @throws MalformedStreamException if the shift is out of bounds; nothing is allocated before
   */
  static HptGeometry geometry(long at, int word, int maxShift) throws MalformedStreamException {
    long shift = Integer.toUnsignedLong(word);
    if (shift > HptGeometry.MAX_SHIFT && shift <= HptGeometry.MAX_HEADER_SHIFT) {
      throw malformed(
          at,
          shift,
          "at most "
              + HptGeometry.MAX_SHIFT
              + ": a record's 32-bit index reaches no slot beyond 2^32");
    }
    if (shift < HptGeometry.MIN_SHIFT || shift > HptGeometry.MAX_HEADER_SHIFT) {
      throw malformed(at, shift, HptGeometry.MIN_SHIFT + " to " + HptGeometry.MAX_HEADER_SHIFT);
    }
    if (shift > maxShift) {
      throw malformed(at, shift, "at most " + maxShift + ", this machine's limit");
    }
    return new HptGeometry((int) shift);
  }

  private static MalformedStreamException malformed(long at, long shift, String bound) {
    return new MalformedStreamException(at, "shift", Long.toString(shift), bound);
  }

  /** The word that begins a payload. */
  static int get(StateInput in) throws IOException {
    return in.getBe32();
  }
}

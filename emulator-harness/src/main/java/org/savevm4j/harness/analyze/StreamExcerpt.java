// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.util.HexFormat;

/**
 * Some bytes of a stream as they stand in it.
 *
 * @param offset of the first one, from the start of the stream
 */
public record StreamExcerpt(long offset, byte[] bytes) {

  /** Bytes of a line of a dump; an excerpt begins where such a line does. */
  public static final int LINE_BYTES = 16;

  private static final int LINES_BEFORE = 2;
  private static final int LINES = 5;

  /** Where the excerpt around a place begins: two lines before the line that has it. */
  static long begin(long offset) {
    return Math.max(0, offset / LINE_BYTES - LINES_BEFORE) * LINE_BYTES;
  }

  /** Where it ends, unless the stream ends before: two lines behind that line, or more. */
  static long end(long offset) {
    return begin(offset) + LINES * LINE_BYTES;
  }

  /** With the bytes in hex, as a log can use them. */
  @Override
  public String toString() {
    return "offset " + offset + ": " + HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}

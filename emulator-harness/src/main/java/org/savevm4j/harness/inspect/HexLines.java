// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.savevm4j.harness.analyze.StreamExcerpt;

/** Bytes as lines of a dump: offset in hex, 16 bytes in hex, and the same as characters. */
public final class HexLines {

  private static final int LINE = StreamExcerpt.LINE_BYTES;

  /** Marks no byte. */
  private static final int NONE = -1;

  private HexLines() {}

  /** The lines of an excerpt, with brackets around the byte at an offset of the stream. */
  public static List<String> around(StreamExcerpt excerpt, long offset) {
    List<String> lines = new ArrayList<>();
    int marked = (int) (offset - excerpt.offset());
    byte[] bytes = excerpt.bytes();
    for (int at = 0; at < Math.max(bytes.length, marked + 1); at += LINE) {
      boolean here = at <= marked && marked < at + LINE;
      lines.add(line(bytes, at, excerpt.offset() + at, here ? marked : NONE));
    }
    return lines;
  }

  /**
   * All lines of some bytes, their offsets from 0; lines that repeat the one before are one line
   * with an asterisk.
   */
  public static List<String> of(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    boolean starred = false;
    for (int at = 0; at < bytes.length; at += LINE) {
      boolean repeats =
          at > 0
              && at + LINE < bytes.length
              && Arrays.equals(bytes, at - LINE, at, bytes, at, at + LINE);
      if (!repeats) {
        lines.add(line(bytes, at, at, NONE));
      } else if (!starred) {
        lines.add("*");
      }
      starred = repeats;
    }
    return lines;
  }

  private static String line(byte[] bytes, int from, long offset, int marked) {
    StringBuilder line = new StringBuilder("%08x ".formatted(offset));
    StringBuilder text = new StringBuilder();
    for (int at = from; at < from + LINE; at++) {
      line.append(at == marked ? '[' : at == marked + 1 && marked >= from ? ']' : ' ');
      if (at < bytes.length) {
        line.append("%02x".formatted(bytes[at]));
        boolean plain = bytes[at] >= ' ' && bytes[at] < 0x7f;
        text.append(plain ? (char) bytes[at] : '.');
      } else {
        line.append("  ");
      }
    }
    line.append(marked == from + LINE - 1 ? ']' : ' ');
    return line.append(" |").append(text).append('|').toString();
  }
}

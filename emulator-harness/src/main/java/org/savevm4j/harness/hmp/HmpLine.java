// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.ArrayList;
import java.util.List;

/**
 * What somebody wrote, in words.
 *
 * @param words behind the command's name
 * @param cpu whose eyes to look through
 */
record HmpLine(List<String> words, long cpu) {

  private static final int RADIX_HEX = 16;

  HmpLine {
    words = List.copyOf(words);
  }

  /** The last word, where there must be one. */
  String last() {
    return words.getLast();
  }

  /** The last word as an unsigned number of 64 bits. */
  long lastNumber() throws HmpException {
    String text = last();
    try {
      return text.startsWith("0x") || text.startsWith("0X")
          ? Long.parseUnsignedLong(text.substring(2), RADIX_HEX)
          : Long.parseUnsignedLong(text);
    } catch (NumberFormatException _) {
      throw new HmpException("'" + text + "' is no number of 64 bits; use 0x... or decimal");
    }
  }

  /**
   * Cuts a line into words. A slash ends the first one, as in {@code x/4xg}; blanks are part of a
   * word in double quotes, in which a backslash takes the next character as it is.
   */
  static List<String> cut(String line) throws HmpException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char next = line.charAt(i);
      if (quoted && next == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (next == '"') {
        quoted = !quoted;
        begun = true;
      } else if (quoted || !Character.isWhitespace(next)) {
        if (next == '/' && words.isEmpty() && begun && !quoted) {
          words.add(word.toString());
          word.setLength(0);
        }
        word.append(next);
        begun = true;
      } else if (begun) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      }
    }
    if (quoted) {
      throw new HmpException("a double quote is missing");
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}

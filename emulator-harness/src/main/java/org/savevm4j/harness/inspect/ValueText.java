// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.savevm4j.harness.analyze.DeviceTree.Value;
import org.savevm4j.harness.analyze.FieldValue;
import org.savevm4j.harness.analyze.StreamExcerpt;

/**
 * A value of a device in one line, or an array in several: integers in hexadecimal digits, four in
 * a line with the index of the first, registers above all; characters in quotes; other bytes as a
 * dump.
 */
final class ValueText {

  private static final int IN_LINE = 4;

  /** Bytes of unknown meaning that are shown, unless all are. */
  private static final int BYTES = 64;

  /** Below this a number reads alike in both notations. */
  private static final BigInteger TEN = BigInteger.TEN;

  private final boolean full;

  ValueText(boolean full) {
    this.full = full;
  }

  /** One line or more, none of which ends in a line break. */
  List<String> lines(Value value) {
    FieldValue meaning = new FieldValue(value);
    if (value.bytes() == 0) {
      return List.of("no bytes");
    }
    if (meaning.isBool()) {
      return List.of(Boolean.toString(meaning.isTrue()));
    }
    if (meaning.isInteger() && (value.size() > 1 || value.elements() == 1)) {
      List<Long> bits = meaning.bits();
      return value.elements() == 1 && bits.size() == 1
          ? List.of(one(value, meaning, bits.getFirst()))
          : array(value, bits);
    }
    String text = meaning.text();
    if (!text.isEmpty() && value.kept().length == value.bytes()) {
      return List.of("\"%s\", %d bytes".formatted(text, value.bytes()));
    }
    return bytes(value);
  }

  private static String one(Value value, FieldValue meaning, long bits) {
    BigInteger number = meaning.number(bits);
    boolean says = number.signum() < 0 || (value.size() < Long.BYTES && number.compareTo(TEN) >= 0);
    return hex(value, bits) + (says ? " (" + number + ")" : "");
  }

  private static String hex(Value value, long bits) {
    return "0x%0".concat(2 * value.size() + "x").formatted(bits);
  }

  /** Lines of zeroes that are like the line before are one line with an asterisk. */
  private static List<String> array(Value value, List<Long> bits) {
    List<String> lines = new ArrayList<>();
    String before = "";
    for (int i = 0; i < bits.size(); i += IN_LINE) {
      StringBuilder words = new StringBuilder();
      for (long word : bits.subList(i, Math.min(bits.size(), i + IN_LINE))) {
        words.append(' ').append(hex(value, word));
      }
      String line = words.toString();
      if (!line.equals(before)) {
        lines.add("%-6s".formatted("[" + i + "]") + line);
      } else if (!lines.getLast().equals("*")) {
        lines.add("*");
      }
      before = line;
    }
    addRest(lines, value, (long) bits.size() * value.size());
    return lines;
  }

  private List<String> bytes(Value value) {
    if (value.bytes() <= StreamExcerpt.LINE_BYTES && value.kept().length == value.bytes()) {
      String digits = HexFormat.ofDelimiter(" ").formatHex(value.kept());
      return List.of("%s, %d bytes".formatted(digits, value.bytes()));
    }
    int shown = full ? value.kept().length : Math.min(BYTES, value.kept().length);
    List<String> lines = HexLines.of(Arrays.copyOf(value.kept(), shown));
    addRest(lines, value, shown);
    return lines;
  }

  private static void addRest(List<String> lines, Value value, long shown) {
    if (shown < value.bytes()) {
      lines.add("%d bytes more, see --full".formatted(value.bytes() - shown));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How {@code x} shows memory: rows of 16 bytes, or 8 if items are bytes, each with its address.
 *
 * @param count items, 1 or more
 * @param form x, d or c
 * @param size of an item in bytes: 1, 2, 4 or 8; 1 for c
 */
record MemoryFormat(int count, char form, int size) {

  static final MemoryFormat USUAL = new MemoryFormat(1, 'x', 4);

  private static final Pattern SYNTAX = Pattern.compile("/([0-9]{0,6})([xdcbhwg]*)");
  private static final String SIZES = "bhwg";
  private static final int MOST_BYTES = 1 << 16;

  /** Letters in any order, as QEMU takes them; of two of a kind the last one counts. */
  static MemoryFormat parse(String text) throws HmpException {
    Matcher syntax = SYNTAX.matcher(text);
    if (!syntax.matches()) {
      throw new HmpException(
          "'" + text + "' is no format; use /NFS: a number, x, d or c, and b, h, w or g");
    }
    char form = USUAL.form;
    int size = USUAL.size;
    for (char letter : syntax.group(2).toCharArray()) {
      int log = SIZES.indexOf(letter);
      if (log < 0) {
        form = letter;
      } else {
        size = 1 << log;
      }
    }
    size = form == 'c' ? 1 : size;
    int count = syntax.group(1).isEmpty() ? USUAL.count : Integer.parseInt(syntax.group(1));
    if (count < 1 || (long) count * size > MOST_BYTES) {
      throw new HmpException(
          "'" + text + "' asks for no memory, or for more than " + MOST_BYTES + " bytes");
    }
    return new MemoryFormat(count, form, size);
  }

  /** Bytes that are shown if all are there. */
  int bytes() {
    return count * size;
  }

  /** The lines for memory at {@code ea}, of which {@code memory} could be read. */
  String lines(long ea, byte[] memory) {
    int row = size == 1 ? 8 : 16;
    ByteBuffer items = ByteBuffer.wrap(memory);
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes(); at += row) {
      text.append("%016x:".formatted(ea + at));
      int end = Math.min(at + row, bytes());
      if (end > memory.length) {
        return text.append(" Cannot access memory\n").toString();
      }
      while (items.position() < end) {
        text.append(' ').append(item(items));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private String item(ByteBuffer items) {
    long value =
        switch (size) {
          case 1 -> Byte.toUnsignedLong(items.get());
          case 2 -> Short.toUnsignedLong(items.getShort());
          case 4 -> Integer.toUnsignedLong(items.getInt());
          default -> items.getLong();
        };
    return switch (form) {
      case 'x' -> ("0x%0" + 2 * size + "x").formatted(value);
      case 'd' -> ("%" + decimalDigits() + "d").formatted(value);
      default -> character((char) value);
    };
  }

  /** Width that the largest number of the size takes, as QEMU reckons it. */
  private int decimalDigits() {
    return Math.ceilDiv(size * 80, 33);
  }

  private static String character(char value) {
    return switch (value) {
      case '\'' -> "'\\''";
      case '\\' -> "'\\\\'";
      case '\n' -> "'\\n'";
      case '\r' -> "'\\r'";
      default ->
          value >= ' ' && value <= '~'
              ? "'" + value + "'"
              : String.format(Locale.ROOT, "'\\x%02x'", (int) value);
    };
  }
}

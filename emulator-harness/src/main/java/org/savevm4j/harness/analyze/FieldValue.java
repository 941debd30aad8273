// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.savevm4j.harness.analyze.DeviceTree.Value;

/** What the bytes of a value mean, by the type that the VMDESC names; integers are big-endian. */
public final class FieldValue {

  private static final Pattern INTEGER = Pattern.compile("(u?)int(8|16|32|64)( .*)?");

  /** 64 bits, the ns of the guest's clock at which it ends. */
  private static final String TIMER = "timer";

  private static final String BOOL = "bool";

  private final Value value;
  private final boolean integer;
  private final boolean signed;

  public FieldValue(Value value) {
    this.value = value;
    Matcher match = INTEGER.matcher(value.type());
    boolean timer = value.type().equals(TIMER) && value.size() == Long.BYTES;
    boolean named = match.matches() && value.size() * Byte.SIZE == Integer.parseInt(match.group(2));
    integer = timer || named;
    signed = timer || (named && match.group(1).isEmpty());
  }

  /** Whether the elements are integers of 1, 2, 4 or 8 bytes. */
  public boolean isInteger() {
    return integer;
  }

  /** Whether it is one byte that says yes or no. */
  public boolean isBool() {
    return value.type().equals(BOOL) && value.bytes() == 1 && value.kept().length == 1;
  }

  /** Whether that byte says yes. */
  public boolean isTrue() {
    return value.kept()[0] != 0;
  }

  /** The integers that were kept, bits above the size zero. */
  public List<Long> bits() {
    List<Long> bits = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(value.kept());
    while (bytes.remaining() >= value.size()) {
      long word = 0;
      for (int i = 0; i < value.size(); i++) {
        word = word << Byte.SIZE | bytes.get() & 0xff;
      }
      bits.add(word);
    }
    return bits;
  }

  /** The number that an integer's bits are by its type. */
  public BigInteger number(long bits) {
    if (signed) {
      int unused = Long.SIZE - (int) value.size() * Byte.SIZE;
      return BigInteger.valueOf(bits << unused >> unused);
    }
    return new BigInteger(Long.toUnsignedString(bits));
  }

  /**
   * The characters of bytes that are nothing but plain ones with zeroes behind; empty if they are
   * not.
   */
  public String text() {
    byte[] bytes = value.kept();
    int length = 0;
    while (length < bytes.length && bytes[length] >= ' ' && bytes[length] < 0x7f) {
      length++;
    }
    for (int i = length; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return "";
      }
    }
    return new String(Arrays.copyOf(bytes, length), StandardCharsets.US_ASCII);
  }
}

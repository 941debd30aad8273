// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as users write it: plain, or with K, M or G for powers of 1024.
 *
 * @param bytes 0 or more
 */
record ByteSize(long bytes) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})([KMG]?)");
  private static final String UNITS = "KMG";
  private static final int BITS_OF_UNIT = 10;

  /** Reads what {@link #toString} writes. */
  static final class Converter implements ITypeConverter<ByteSize> {

    @Override
    public ByteSize convert(String text) {
      Matcher form = FORM.matcher(text);
      if (form.matches()) {
        int unit = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
        long number = Long.parseLong(form.group(1));
        if (number <= Long.MAX_VALUE >> BITS_OF_UNIT * unit) {
          return new ByteSize(number << BITS_OF_UNIT * unit);
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is no size; use a number of bytes, or one with K, M or G such as 512M");
    }
  }

  /** The shortest form, with the largest unit that divides the size. */
  @Override
  public String toString() {
    int unit = 0;
    while (unit < UNITS.length()
        && bytes > 0
        && (bytes >> BITS_OF_UNIT * unit) % (1 << BITS_OF_UNIT) == 0) {
      unit++;
    }
    return (bytes >> BITS_OF_UNIT * unit) + (unit == 0 ? "" : UNITS.substring(unit - 1, unit));
  }
}

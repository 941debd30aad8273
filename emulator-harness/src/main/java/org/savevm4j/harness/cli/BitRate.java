// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The speed of a link as users write it: plain, or with K, M or G for powers of 1000.
 *
 * @param bitsPerSecond 1 or more
 */
record BitRate(long bitsPerSecond) {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})([KMG]?)");
  private static final String UNITS = "KMG";
  private static final long FACTOR = 1000;

  /** Reads a speed. */
  static final class Converter implements ITypeConverter<BitRate> {

    @Override
    public BitRate convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is no speed; use bits a second, with K, M or G such as 10G");
      }
      long bits = Long.parseLong(form.group(1));
      int units = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
      for (int unit = 0; unit < units; unit++) {
        bits *= FACTOR;
      }
      return new BitRate(bits);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as QEMU's monitor takes them: with a unit, of which one is meant by default. */
final class ByteCount {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})([bkmgtBKMGT]?)");
  private static final String UNITS = "BKMGT";
  private static final int BITS_OF_UNIT = 10;

  private ByteCount() {}

  /**
   * Reads a number of bytes below 2 to the 63.
   *
   * @param unit of a number without one, in capitals
   */
  static long parse(String text, char unit) throws HmpException {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      String letter = form.group(2).toUpperCase(Locale.ROOT);
      int bits = BITS_OF_UNIT * UNITS.indexOf(letter.isEmpty() ? unit : letter.charAt(0));
      long number = Long.parseLong(form.group(1));
      if (number <= Long.MAX_VALUE >> bits) {
        return number << bits;
      }
    }
    throw new HmpException(
        "'" + text + "' is no number of bytes; use one in " + unit + ", or with B, K, M, G, T");
  }
}

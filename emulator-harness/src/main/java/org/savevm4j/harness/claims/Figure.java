// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.math.BigDecimal;
import java.math.MathContext;

/** How a number is written down. */
final class Figure {

  /** More would be noise; whole numbers keep all of theirs. */
  private static final MathContext DIGITS = new MathContext(5);

  private Figure() {}

  /** Five significant digits at most, without an exponent; what is not finite stays as it is. */
  static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == Math.rint(value)) {
      return new BigDecimal(value).toPlainString();
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.toPlainString();
  }
}

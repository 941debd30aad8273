// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.text;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Amounts as people read them: three digits that count, and the unit. */
public final class Amount {

  /** For times in ms with fractions, which no unit of the JDK gives. */
  public static final double NANOS_PER_MILLI = 1e6;

  /** Likewise in s. */
  public static final double NANOS_PER_SECOND = 1e9;

  private static final int STEP = 1024;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Amount() {}

  /** A size in bytes, such as {@code 66.5 MiB}. */
  public static String bytes(double bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= STEP && unit < UNITS.length - 1) {
      size /= STEP;
      unit++;
    }
    String form = unit == 0 || size >= 100 ? "%.0f %s" : size >= 10 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, form, size, UNITS[unit]);
  }

  /** A size in bytes. */
  public static String bytes(long bytes) {
    return bytes((double) bytes);
  }

  /** A duration in ns. */
  public static String nanos(long nanos) {
    return nanos((double) nanos);
  }

  /** A duration in ns, such as {@code 35.2 ms}, {@code 4.1 s} or {@code 3 min 20 s}. */
  public static String nanos(double nanos) {
    if (nanos < NANOS_PER_SECOND) {
      return String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
    }
    long seconds = Math.round(nanos / NANOS_PER_SECOND);
    if (seconds < TimeUnit.MINUTES.toSeconds(1)) {
      return String.format(Locale.ROOT, "%.1f s", nanos / NANOS_PER_SECOND);
    }
    if (seconds < TimeUnit.HOURS.toSeconds(1)) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }
}

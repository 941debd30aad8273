// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.text;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Text that somebody else chose, such as the names in a stream, as a terminal may show it. */
public final class OneLine {

  private OneLine() {}

  /**
   * The same text with all that could end the line, move the cursor or turn the writing around
   * shown as escapes of Java.
   */
  public static String of(@Nullable Object text) {
    StringBuilder line = new StringBuilder();
    Objects.toString(text)
        .chars()
        .forEach(
            unit -> {
              if (isPlain(unit)) {
                line.append((char) unit);
              } else {
                line.append(String.format("\\u%04x", unit));
              }
            });
    return line.toString();
  }

  private static boolean isPlain(int unit) {
    return switch (Character.getType(unit)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

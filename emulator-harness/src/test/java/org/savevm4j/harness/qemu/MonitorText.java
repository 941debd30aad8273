// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What human monitors print, QEMU's and ours. */
final class MonitorText {

  private static final String MAPPED = "gpa: ";

  private MonitorText() {}

  /** The real address in the answer to {@code gva2gpa}, or null: nothing is mapped there. */
  static @Nullable Long realAddress(String answer) {
    String line = answer.strip();
    return line.startsWith(MAPPED) ? Long.decode(line.substring(MAPPED.length())) : null;
  }

  /** The bytes in the answer to {@code x/Nxb}, as hex digits. */
  static String bytes(String answer) {
    return answer
        .lines()
        .flatMap(line -> Arrays.stream(line.substring(line.indexOf(':') + 1).split(" ")))
        .filter(word -> !word.isBlank())
        .map(word -> word.substring("0x".length()))
        .collect(Collectors.joining());
  }
}

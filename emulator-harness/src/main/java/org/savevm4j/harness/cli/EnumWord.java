// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a constant of an enum by its name in small letters, and lists those there are for a shell
 * to complete.
 */
abstract class EnumWord<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {

  private final Class<E> type;

  EnumWord(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String text) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", this));
  }

  @Override
  public Iterator<String> iterator() {
    Stream<String> words = Arrays.stream(type.getEnumConstants()).map(EnumWord::word);
    return words.iterator();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

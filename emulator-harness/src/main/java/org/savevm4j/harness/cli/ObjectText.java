// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.TlsObject;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an object. */
final class ObjectText implements ITypeConverter<TlsObject> {

  @Override
  public TlsObject convert(String text) {
    try {
      return TlsObject.parse(text);
    } catch (EmulatorException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}

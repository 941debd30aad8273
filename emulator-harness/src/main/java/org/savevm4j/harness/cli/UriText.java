// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.MigrationUriException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a URI. */
final class UriText implements ITypeConverter<MigrationUri> {

  @Override
  public MigrationUri convert(String text) {
    try {
      return MigrationUri.parse(text);
    } catch (MigrationUriException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}

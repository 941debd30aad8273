// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.savevm4j.harness.guest.Workload;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a workload. */
final class WorkloadName implements ITypeConverter<Workload> {

  @Override
  public Workload convert(String text) {
    try {
      return Workload.ofKebabName(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}

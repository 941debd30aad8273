// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.Arrays;
import java.util.Iterator;
import org.savevm4j.harness.guest.Workload;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a workload, and lists those there are for a shell to complete. */
final class WorkloadName implements ITypeConverter<Workload>, Iterable<String> {

  @Override
  public Workload convert(String text) {
    try {
      return Workload.ofKebabName(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Workload.values()).map(Workload::kebabName).iterator();
  }
}

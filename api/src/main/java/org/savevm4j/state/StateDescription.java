// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A structure as VMDESC tells it: enough for a reader that does not know the device to walk it.
 *
 * @param vmsdName the structure's own name, which its subsections' names begin with
 * @param version the version that is written
 * @param fields in the order of their bytes
 * @param subsections those that are sent
 */
public record StateDescription(
    String vmsdName,
    int version,
    List<FieldDescription> fields,
    List<StateDescription> subsections) {

  /** Copies both lists. */
  public StateDescription {
    fields = List.copyOf(fields);
    subsections = List.copyOf(subsections);
  }

  /**
   * One field, or an array of equal ones.
   *
   * @param name as the declaration has it
   * @param type what QEMU's tools call such a field, such as uint32
   * @param size bytes of one element
   * @param arrayLength number of elements; 1 for a plain field
   * @param struct how to read an element that is a structure, else null
   */
  public record FieldDescription(
      String name, String type, long size, int arrayLength, @Nullable StateDescription struct) {}
}

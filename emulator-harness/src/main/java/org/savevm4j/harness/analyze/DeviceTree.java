// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.util.List;

/**
 * The devices of a stream with their fields, as far as they were kept.
 *
 * @param devices in the order of the stream; the last one may end at a fault
 * @param leftOut fields that were not kept, for there were too many
 */
public record DeviceTree(List<Device> devices, long leftOut) {

  public DeviceTree {
    devices = List.copyOf(devices);
  }

  /**
   * One device.
   *
   * @param instance unsigned 32 bits
   * @param version that its section names, unsigned 32 bits
   */
  public record Device(String name, long instance, long version, List<Node> fields) {}

  /** A field of a device or of a structure. */
  public sealed interface Node {

    /** As the VMDESC has it; behind the name of an array's element, its index in brackets. */
    String name();
  }

  /** A structure, an element of an array of them, or a subsection. */
  public record Structure(String name, List<Node> fields) implements Node {}

  /**
   * A value, or an array of values.
   *
   * @param type as the VMDESC names it
   * @param size bytes of an element
   * @param elements how many; 1 for a plain value
   * @param kept the bytes, or the first of them
   */
  public record Value(String name, String type, long size, long elements, byte[] kept)
      implements Node {

    /** All bytes that it has in the stream. */
    public long bytes() {
      return size * elements;
    }
  }

  /**
   * Elements of an array of structures that were not kept.
   *
   * @param name of the array
   * @param count how many
   */
  public record MoreElements(String name, long count) implements Node {}
}

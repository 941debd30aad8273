// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;

/**
 * Hears of the fields of devices as a VMDESC describes them, in the order of their bytes, so as a
 * tree is gone through. On the thread that loads.
 */
@FunctionalInterface
public interface FieldListener {

  /** Index of a structure that is no element of an array. */
  long NO_INDEX = -1;

  /** The fields that follow are those of a device, up to {@link #leave}. */
  default void device(SectionHeader header) {
    // a listener may take the leaves alone
  }

  /**
   * The fields that follow are those of a structure, up to {@link #leave}.
   *
   * @param name of the field, or of a subsection
   * @param index among the elements of an array, or {@link #NO_INDEX}
   */
  default void enter(String name, long index) {
    // as above
  }

  /** All fields of the device or structure that was entered last were told. */
  default void leave() {
    // as above
  }

  /** A field that is no structure: gets or skips exactly its {@link Leaf#bytes}. */
  void leaf(Leaf leaf, StateInput in) throws IOException;

  /**
   * A field that is no structure, or an array of them.
   *
   * @param path names of the fields that lead there and its own, {@code a/b}; behind a subsection's
   *     name, a colon
   * @param name of the field alone
   * @param type as the VMDESC names it
   * @param size bytes of an element
   * @param elements how many; 1 for a plain field
   */
  record Leaf(
      SectionHeader header, String path, String name, String type, long size, long elements) {

    /** All bytes of it. */
    public long bytes() {
      return size * elements;
    }
  }
}

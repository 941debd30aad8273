// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import java.util.random.RandomGenerator;
import org.savevm4j.section.DeviceSection;

/** A machine of a test's own with a device section open on it. One thread. */
public interface DeviceSubject extends AutoCloseable {

  /** The section; always the same one. */
  DeviceSection<?> section();

  /** Gives the device's state other values, within what the device allows. */
  void change(RandomGenerator random);

  /**
   * What the device's state is, copied: two devices of equal state answer what {@code equals}, or
   * arrays of equal elements.
   */
  Object state();

  @Override
  default void close() {}
}

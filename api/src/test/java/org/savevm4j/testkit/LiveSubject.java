// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import java.util.random.RandomGenerator;
import org.savevm4j.section.LiveSection;

/** A machine of a test's own with a live section open on it. */
public interface LiveSubject extends AutoCloseable {

  /** The section; always the same one. */
  LiveSection section();

  /**
   * Changes a little of the section's state, as the guest does. One thread at a time, but also
   * while another one saves.
   */
  void change(RandomGenerator random);

  /**
   * What the section's state is, copied: two machines of equal state answer what {@code equals}, or
   * arrays of equal elements.
   */
  Object state();

  @Override
  default void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.util.List;

/** State that was got and checked, and waits to be stored into its owner. */
@FunctionalInterface
public interface Staged {

  /** Stores the state. Called at most once, with the guest paused; cannot fail. */
  void apply();

  /**
   * Applies {@code parts} in their order.
   *
   * @param parts in the order of the stream
   * @return all of them as one
   */
  static Staged all(List<Staged> parts) {
    List<Staged> kept = List.copyOf(parts);
    return () -> kept.forEach(Staged::apply);
  }
}

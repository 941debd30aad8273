// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** All who hear of one emulator. Any thread. */
final class EmulatorListeners {

  private static final System.Logger LOG = System.getLogger(EmulatorListeners.class.getName());

  private final List<EmulatorListener> all = new CopyOnWriteArrayList<>();

  void add(EmulatorListener listener) {
    all.add(listener);
  }

  void remove(EmulatorListener listener) {
    all.remove(listener);
  }

  /**
   * What a listener throws is its own matter: who runs the guest must not hang on that, nor who
   * cleans up, where a listener finds no thread.
   */
  void tell(Consumer<EmulatorListener> news) {
    for (EmulatorListener listener : all) {
      try {
        news.accept(listener);
      } catch (RuntimeException | Error broken) {
        LOG.log(System.Logger.Level.WARNING, "a listener failed: " + broken, broken);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.LinkedHashMap;
import java.util.Map;

/** What an operator can switch on for migrations; all off at first. Any thread. */
final class Capabilities {

  static final String EVENTS = "events";
  static final String RETURN_PATH = "return-path";

  private final Map<String, Boolean> set = new LinkedHashMap<>();

  Capabilities() {
    set.put(EVENTS, false);
    set.put(RETURN_PATH, false);
  }

  synchronized void set(String name, boolean on) throws EmulatorException {
    if (!set.containsKey(name)) {
      throw new EmulatorException(
          "there is no migration capability \"" + name + "\"; there are " + set.keySet());
    }
    set.put(name, on);
  }

  synchronized boolean has(String name) {
    return set.getOrDefault(name, false);
  }

  synchronized Map<String, Boolean> all() {
    return new LinkedHashMap<>(set);
  }
}

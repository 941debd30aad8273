// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an operator can switch on for migrations; all off at first. Any thread. */
public final class Capabilities {

  /** Migrations tell monitors of their phases and passes. */
  public static final String EVENTS = "events";

  /** A guest that changes more than the link carries is slowed. */
  public static final String AUTO_CONVERGE = "auto-converge";

  /** The destination acknowledges over the link of the stream. */
  public static final String RETURN_PATH = "return-path";

  private final Map<String, Boolean> set = new LinkedHashMap<>();
  private final Set<String> ofSections;

  /**
   * @param ofSections those that change the stream besides: its frame's, and the sections'
   */
  Capabilities(Set<String> ofSections) {
    this.ofSections = Set.copyOf(ofSections);
    set.put(EVENTS, false);
    set.put(RETURN_PATH, false);
    set.put(AUTO_CONVERGE, false);
    new TreeSet<>(ofSections).forEach(name -> set.put(name, false));
  }

  /** Sets all of {@code wanted}; none if there is one that does not exist. */
  synchronized void set(Map<String, Boolean> wanted) throws EmulatorException {
    for (String name : wanted.keySet()) {
      if (!set.containsKey(name)) {
        throw new EmulatorException(
            "there is no migration capability \"" + name + "\"; there are " + set.keySet());
      }
    }
    set.putAll(wanted);
  }

  synchronized boolean has(String name) {
    return set.getOrDefault(name, false);
  }

  /** Those that change the stream. */
  Set<String> ofSections() {
    return ofSections;
  }

  /** Those of {@link #ofSections} that are on. */
  synchronized List<String> sectionsEnabled() {
    return ofSections.stream().filter(this::has).sorted().toList();
  }

  synchronized Map<String, Boolean> all() {
    return new LinkedHashMap<>(set);
  }
}

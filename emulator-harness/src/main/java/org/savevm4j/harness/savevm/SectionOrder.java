// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;
import org.savevm4j.qevm.SectionHeader;

/**
 * Whether each section of a stream comes once, and each live one ends. The incoming thread only.
 */
final class SectionOrder {

  private final Set<String> seen = new HashSet<>();
  private final SequencedSet<SectionHeader> open = new LinkedHashSet<>();

  /** A section's first payload comes at {@code offset}. */
  void requireFirst(SectionHeader header, long offset) throws LoadException {
    if (!seen.add(header.name() + '\0' + header.instance())) {
      throw new LoadException(header.toString(), offset, "it is in the stream twice", null);
    }
  }

  /** A live section has begun. */
  void begins(SectionHeader header) {
    open.add(header);
  }

  /** Its END is loaded. */
  void ends(SectionHeader header) {
    open.remove(header);
  }

  /** Another payload of a live section comes at {@code offset}. */
  void requireOpen(SectionHeader header, long offset) throws LoadException {
    if (!open.contains(header)) {
      throw new LoadException(header.toString(), offset, "it has ended already", null);
    }
  }

  /** The sections are over at {@code offset}. */
  void requireEnds(long offset) throws LoadException {
    if (!open.isEmpty()) {
      throw new LoadException(
          open.getFirst().toString(), offset, "the stream ends before the section does", null);
    }
  }
}

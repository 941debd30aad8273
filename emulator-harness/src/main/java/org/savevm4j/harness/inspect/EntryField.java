// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.util.ArrayList;
import java.util.List;
import org.savevm4j.hpt.Hpte;

/** The fields of an entry, by the names that the architecture has for them, and the host's bits. */
enum EntryField {
  B(Hpte.V_SEGMENT, 0),
  AVPN(Hpte.V_AVPN & ~Hpte.V_SEGMENT, 0),
  LOCK("lock", Hpte.V_LOCK, 0),
  ABSENT("absent", Hpte.V_ABSENT, 0),
  BOLTED("bolted", Hpte.V_BOLTED, 0),
  L(Hpte.V_LARGE, 0),
  H(Hpte.V_SECONDARY, 0),
  SOFTWARE("software", 0x8L, 0),
  PP(0, Hpte.R_PP0 | Hpte.R_PP),
  KEY("key", 0, Hpte.R_KEY_HIGH | Hpte.R_KEY_LOW),
  RPN(0, Hpte.R_RPN),
  R(0, Hpte.R_REFERENCED),
  C(0, Hpte.R_CHANGED),
  WIMG(0, Hpte.R_WIMG),
  N(0, Hpte.R_NO_EXECUTE),
  RESERVED("reserved", 0, 1L << 62);

  private final String label;
  private final long inDword0;
  private final long inDword1;

  EntryField(long inDword0, long inDword1) {
    this.label = name();
    this.inDword0 = inDword0;
    this.inDword1 = inDword1;
  }

  EntryField(String label, long inDword0, long inDword1) {
    this.label = label;
    this.inDword0 = inDword0;
    this.inDword1 = inDword1;
  }

  /** Those that differ, in the order of their bits. */
  static List<EntryField> changed(long dword0, long dword1, long other0, long other1) {
    List<EntryField> changed = new ArrayList<>();
    for (EntryField field : values()) {
      if (((dword0 ^ other0) & field.inDword0 | (dword1 ^ other1) & field.inDword1) != 0) {
        changed.add(field);
      }
    }
    return changed;
  }

  @Override
  public String toString() {
    return label;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.nio.ByteOrder;
import org.savevm4j.hpt.Hpte;

/**
 * How an emitter tells its laps.
 *
 * @param firstSlot where the first lap begins; the later ones begin at slot 0
 * @param boltedOnly a valid entry without the bolted bit counts as an empty slot
 * @param tellsEmpty the first lap tells runs of empty slots too; if not, a receiver takes for empty
 *     whatever it leaves out
 * @param headerOrder of the fields of a record's header; entries are big-endian always
 */
public record LapForm(
    long firstSlot, boolean boltedOnly, boolean tellsEmpty, ByteOrder headerOrder) {

  /** As QEMU tells a table of its own on a migration stream. */
  public static final LapForm STREAM = new LapForm(0, false, false, ByteOrder.BIG_ENDIAN);

  /** Whether the occupied map alone says which slots are told, and as what. */
  boolean isPlain() {
    return !boltedOnly && !tellsEmpty && headerOrder == ByteOrder.BIG_ENDIAN;
  }

  /** Bits of doubleword 0 that decide whether an entry is told as valid. */
  long mask() {
    return Hpte.V_VALID | Hpte.V_LOCK | (boltedOnly ? Hpte.V_BOLTED : 0);
  }

  /** What those bits are in such an entry. */
  long told() {
    return Hpte.V_VALID | (boltedOnly ? Hpte.V_BOLTED : 0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import org.savevm4j.htab.HtabRecord;

/**
 * What laps have told.
 *
 * @param laps those that reached the table's end
 * @param records records told
 * @param validSlots entries in them
 * @param invalidSlots empty slots in them
 */
public record LapFigures(long laps, long records, long validSlots, long invalidSlots) {

  /** Nothing told. */
  public static final LapFigures NONE = new LapFigures(0, 0, 0, 0);

  /** {@return bytes of those records, as they are} */
  public long bytes() {
    return records * HtabRecord.HEADER_BYTES + validSlots * HtabRecord.ENTRY_BYTES;
  }

  /**
   * Both together.
   *
   * @param other what is added
   * @return the sums
   */
  public LapFigures plus(LapFigures other) {
    return new LapFigures(
        laps + other.laps,
        records + other.records,
        validSlots + other.validSlots,
        invalidSlots + other.invalidSlots);
  }
}

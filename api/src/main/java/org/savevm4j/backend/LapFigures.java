// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

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

  /** Both together. */
  public LapFigures plus(LapFigures other) {
    return new LapFigures(
        laps + other.laps,
        records + other.records,
        validSlots + other.validSlots,
        invalidSlots + other.invalidSlots);
  }
}

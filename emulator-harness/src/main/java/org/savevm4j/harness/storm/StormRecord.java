// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

/**
 * One migration of a storm, after which all was as the guest believed.
 *
 * @param number from 1 on
 * @param moment when the event was sent at the latest; one that did not come is {@link
 *     StormMoment#COMPLETION}
 * @param ramPasses laps over RAM that began
 * @param htabPasses laps over the table, of all tables that were sent
 * @param downtimeNanos from the order to stop the guest to the destination's acknowledgement
 * @param totalNanos from the order to migrate on
 * @param mappings that were compared at the destination
 */
public record StormRecord(
    int number,
    StormEvent event,
    StormMoment moment,
    StormOutcome outcome,
    long ramPasses,
    long htabPasses,
    long downtimeNanos,
    long totalNanos,
    long mappings) {

  /** What happened, in a line. */
  public String line() {
    return "migration %d: %s at %s: %s"
        .formatted(number, event.word(), moment.word(), outcome.word());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.switchover;

import org.savevm4j.harness.savevm.SectionDowntime;
import tools.jackson.databind.JsonNode;

/**
 * One switchover.
 *
 * @param downtimeNanos from the order to stop the vCPUs until the source knows that the guest runs
 *     at the destination
 * @param sourceNanos of it, what section spapr/htab took at the source; see {@link SectionDowntime}
 * @param destinationNanos the same at the destination
 * @param htabBytes of the table that went meanwhile
 */
record SwitchoverFigures(
    long downtimeNanos, long sourceNanos, long destinationNanos, long htabBytes) {

  /** Of what both sides answer to {@code query-migrate}. */
  static SwitchoverFigures of(JsonNode source, JsonNode destination) {
    return new SwitchoverFigures(
        source.path("x-downtime-ns").asLong(),
        source.path("htab").path(SectionDowntime.NAME).asLong(),
        destination.path("htab").path(SectionDowntime.NAME).asLong(),
        source.path("htab").path("downtime-bytes").asLong());
  }

  /** What the table takes at both sides, one after the other: an upper bound where they overlap. */
  long htabNanos() {
    return sourceNanos + destinationNanos;
  }
}

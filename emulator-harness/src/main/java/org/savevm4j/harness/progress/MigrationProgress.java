// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.util.ArrayList;
import java.util.List;
import org.savevm4j.harness.text.Amount;

/**
 * A migration at one moment, for people.
 *
 * @param status in QEMU's words
 * @param ramPass number of the lap over RAM that goes on, 1 is the first
 * @param tablePass the same of the page table
 * @param sent bytes so far
 * @param left bytes that all sections have left
 * @param dirtyPages pages a second that the last lap over RAM found changed
 * @param dirtySlots slots a second that the last lap over the table found changed
 * @param expectedDowntimeNanos -1 while it is not known
 * @param throttlePercent share of their time that is taken from the vCPUs
 */
public record MigrationProgress(
    String status,
    long ramPass,
    long tablePass,
    long sent,
    long left,
    long dirtyPages,
    long dirtySlots,
    long expectedDowntimeNanos,
    int throttlePercent) {

  /**
   * What a display shows.
   *
   * @param trend has seen this moment and those before it
   */
  public List<String> parts(Trend trend) {
    List<String> parts = new ArrayList<>();
    parts.add("migrating (" + status + ")");
    if (ramPass <= 1 && left == 0) {
      // nobody has asked the sections yet
      return parts;
    }
    parts.add("pass " + ramPass + " over RAM and " + tablePass + " over the table");
    parts.add(Amount.bytes(sent) + " sent at " + Amount.bytes(trend.sentPerSecond()) + "/s");
    double nanosLeft = trend.nanosLeft();
    parts.add(
        Amount.bytes(left)
            + " left"
            + (nanosLeft < 0 ? " and not shrinking" : ", about " + Amount.nanos(nanosLeft)));
    parts.add("dirty " + Amount.bytes(trend.changedPerSecond()) + "/s" + byPasses());
    if (throttlePercent > 0) {
      parts.add("CPU throttle " + throttlePercent + " %");
    }
    if (expectedDowntimeNanos >= 0) {
      parts.add("downtime about " + Amount.nanos(expectedDowntimeNanos) + " if it stopped now");
    }
    return parts;
  }

  /** What passes found changed; nothing before the second one has ended. */
  private String byPasses() {
    List<String> rates = new ArrayList<>();
    if (dirtyPages > 0) {
      rates.add(dirtyPages + " pages/s");
    }
    if (dirtySlots > 0) {
      rates.add(dirtySlots + " slots/s");
    }
    return rates.isEmpty() ? "" : " (" + String.join(", ", rates) + ")";
  }
}

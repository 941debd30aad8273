// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.SwitchoverStep;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * One side of one migration. Times are in ns after its begin at that side.
 *
 * @param side {@value #SOURCE} or {@value #DESTINATION}
 * @param uri where it went or came from
 * @param begun when, in ns since 1970 by that computer's clock
 * @param status how it ended, in QEMU's words
 * @param error why, one line, if it failed
 * @param downtimeNanos -1 if it did not come so far, or at the destination, which cannot know
 * @param expectedDowntimeNanos what was reckoned when the guest was stopped; -1 if it was not
 * @param transferred bytes of the stream; of payload at the destination
 * @param sections the figures of each live section at the end, by name
 * @param received bytes of payload that came for each section, at the destination
 * @param samples how it went
 * @param steps of the switchover
 * @param table the guest's page table, if it had one
 */
public record MigrationRecord(
    String side,
    String uri,
    long begun,
    String status,
    @Nullable String error,
    long totalNanos,
    long setupNanos,
    long downtimeNanos,
    long expectedDowntimeNanos,
    long transferred,
    Map<String, Map<String, Long>> sections,
    Map<String, Long> received,
    List<Sample> samples,
    List<SwitchoverStep> steps,
    @Nullable TableMap table) {

  static final String SOURCE = "source";
  static final String DESTINATION = "destination";

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE).build();

  /** A figure of a section, or 0 if it tells none of that name. */
  long figure(String section, String name) {
    return sections.getOrDefault(section, Map.of()).getOrDefault(name, 0L);
  }

  boolean isSource() {
    return side.equals(SOURCE);
  }

  /** One object; its keys are the names here in kebab-case. */
  public String toJson() {
    return JSON.writeValueAsString(this);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IOException if it is anything else
   */
  public static MigrationRecord parse(String json) throws IOException {
    try {
      MigrationRecord record = JSON.readValue(json, MigrationRecord.class);
      if (record == null) {
        throw new IOException("there are no figures of a migration");
      }
      return record;
    } catch (JacksonException damaged) {
      throw new IOException(
          "the figures of a migration are damaged: " + damaged.getOriginalMessage(), damaged);
    }
  }

  /**
   * A moment.
   *
   * @param nanos after the begin
   * @param transferred bytes of the stream, or of payload that came
   * @param pending bytes that each live section has left
   * @param passes laps that each has ended
   * @param dirtyPages pages a second that the last lap over RAM found changed
   * @param dirtySlots slots a second that the last lap over the table found changed
   * @param throttle share of their time that is taken from the vCPUs, in percent
   */
  public record Sample(
      long nanos,
      long transferred,
      Map<String, Long> pending,
      Map<String, Long> passes,
      long dirtyPages,
      long dirtySlots,
      int throttle) {}

  /**
   * A table in regions of the same size, in the order of their slots.
   *
   * @param shift log2 of its bytes
   * @param slotsPerRegion a multiple of 8, the slots of a group (PTEG)
   * @param occupied slots that held an entry at the end, by region
   * @param changed slots that were found changed, by region; one that changes on and on counts once
   *     for each look at the marks
   * @param groups groups there are
   * @param groupsChanged those in which anything changed
   * @param looks how often the marks were looked at; 0 at the destination
   * @param replaced how often the guest got another table meanwhile; this is the last
   */
  public record TableMap(
      int shift,
      long slotsPerRegion,
      List<Long> occupied,
      List<Long> changed,
      long groups,
      long groupsChanged,
      long looks,
      long replaced) {}
}

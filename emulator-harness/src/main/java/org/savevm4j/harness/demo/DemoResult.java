// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a demonstration showed.
 *
 * @param migration the source's answer to {@code query-migrate} at the end
 * @param check the destination's answer to {@code x-guest-check} after the guest went on there
 * @param updateRate changed slots a second while the guest ran at the source, unmigrated
 * @param updatesThere slots changed at the destination
 * @param report what became of the page about it
 */
public record DemoResult(
    JsonNode migration, JsonNode check, double updateRate, long updatesThere, DemoReport report) {

  private static final long NANOS_PER_MICRO = 1000;
  private static final double MICROS_PER_MILLI = 1000;
  private static final double BYTES_PER_MIB = 1 << 20;

  /**
   * Makes sure that the guest found all as it had left it.
   *
   * @throws DemoException when it did not; says as well why there is no page, if one was wanted
   */
  public void requirePassed() throws DemoException {
    if (mismatches() != 0) {
      throw new DemoException(
          "the guest finds "
              + mismatches()
              + " mismatches after its migration"
              + (report.fault() == null ? "" : report.words()));
    }
  }

  private long mismatches() {
    return check.path("mismatches").asLong(-1);
  }

  private String status() {
    return migration.path("status").asString("");
  }

  /** Times in ms, with fractions. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", status());
    json.put("downtime", millis("x-downtime-ns"));
    json.put("total-time", millis("x-total-time-ns"));
    ObjectNode table = json.putObject("htab");
    for (String name :
        new String[] {"shift", "passes", "records", "transferred", "downtime-bytes"}) {
      table.put(name, htab(name));
    }
    json.putObject("guest")
        .put("updates", guest("updates"))
        .put("update-rate", Math.round(updateRate * 10) / 10.0)
        .put("mappings", guest("mappings"))
        .put("checked", guest("checked"))
        .put("mismatches", mismatches());
    return json;
  }

  /** The same for people, in lines. */
  public String toText() {
    return String.format(
        Locale.ROOT,
        """
        status      %s
        downtime    %.1f ms
        total time  %.1f ms
        RAM         %.1f MiB sent of %.0f MiB
        table       shift %d, %d passes, %d records, %.1f KiB sent, %d bytes of them in the downtime
        guest       %d updates (%.0f a second before the migration, %d since it)
        check       %d mappings, %d compared, %d mismatches
        """,
        status(),
        millis("x-downtime-ns"),
        millis("x-total-time-ns"),
        migration.path("ram").path("transferred").asLong(0) / BYTES_PER_MIB,
        migration.path("ram").path("total").asLong(0) / BYTES_PER_MIB,
        htab("shift"),
        htab("passes"),
        htab("records"),
        htab("transferred") / 1024.0,
        htab("downtime-bytes"),
        guest("updates"),
        updateRate,
        updatesThere,
        guest("mappings"),
        guest("checked"),
        mismatches());
  }

  /** Milliseconds to three places: more than that is noise. */
  private double millis(String name) {
    long micros = migration.path(name).asLong(0) / NANOS_PER_MICRO;
    return micros / MICROS_PER_MILLI;
  }

  private long htab(String name) {
    return migration.path("htab").path(name).asLong(0);
  }

  private long guest(String name) {
    return check.path(name).asLong(0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.MigrationInfo;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer of {@code query-migrate}. Times are in ms under QEMU's keys; those that begin with
 * {@code x-} are in ns and ours, as are {@code htab} and {@code x-sections}, the figures of the
 * sections that plugins bring. Figures of what this machine never does, such as post-copy, are 0.
 */
final class MigrationReport {

  /** Where a migration stands, in events too. */
  static final QmpType STATUS =
      new QmpType.Word(
          Arrays.stream(MigrationPhase.values()).map(MigrationPhase::qemuName).toList());

  private static final QmpObject RAM =
      QmpObject.of(
          QmpMember.required("transferred", Plain.INTEGER),
          QmpMember.required("remaining", Plain.INTEGER),
          QmpMember.required("total", Plain.INTEGER),
          QmpMember.required("duplicate", Plain.INTEGER),
          QmpMember.required("normal", Plain.INTEGER),
          QmpMember.required("normal-bytes", Plain.INTEGER),
          QmpMember.required("page-size", Plain.INTEGER),
          QmpMember.required("dirty-pages-rate", Plain.INTEGER),
          QmpMember.required("dirty-sync-count", Plain.INTEGER),
          QmpMember.required("mbps", Plain.NUMBER),
          QmpMember.required("pages-per-second", Plain.INTEGER),
          QmpMember.required("precopy-bytes", Plain.INTEGER),
          QmpMember.required("downtime-bytes", Plain.INTEGER),
          QmpMember.required("postcopy-bytes", Plain.INTEGER),
          QmpMember.required("postcopy-requests", Plain.INTEGER),
          QmpMember.required("multifd-bytes", Plain.INTEGER),
          QmpMember.required("dirty-sync-missed-zero-copy", Plain.INTEGER));

  /** The figures of a section are whatever it tells of. */
  static final QmpObject TYPE =
      QmpObject.of(
          QmpMember.optional("status", STATUS),
          QmpMember.optional(SocketAddress.MEMBER, SocketAddress.TYPE),
          QmpMember.optional("error-desc", Plain.STRING),
          QmpMember.optional("total-time", Plain.INTEGER),
          QmpMember.optional("x-total-time-ns", Plain.INTEGER),
          QmpMember.optional("setup-time", Plain.INTEGER),
          QmpMember.optional("downtime", Plain.INTEGER),
          QmpMember.optional("x-downtime-ns", Plain.INTEGER),
          QmpMember.optional("expected-downtime", Plain.INTEGER),
          QmpMember.optional("cpu-throttle-percentage", Plain.INTEGER),
          QmpMember.optional("ram", RAM),
          QmpMember.optional("htab", Plain.ANY),
          QmpMember.optional("x-sections", Plain.ANY));

  private static final int PAGE_BYTES = 4096;

  private MigrationReport() {}

  /** {@code listensOn} is where a stream is to come in, or null. */
  static ObjectNode toJson(MigrationInfo info, @Nullable MigrationUri listensOn) {
    ObjectNode json = JsonStream.MAPPER.createObjectNode();
    if (info.status().equals("none")) {
      return json;
    }
    json.put("status", info.status());
    if (listensOn != null) {
      SocketAddress.put(json, listensOn);
    }
    if (info.errorDesc() != null) {
      json.put("error-desc", info.errorDesc());
    }
    if (info.ram().total() > 0) {
      putProgress(json, info);
    }
    // incoming, or failed before it began: there is no more than this
    if (!info.htab().isEmpty()) {
      ObjectNode htab = json.putObject("htab");
      info.htab().forEach(htab::put);
    }
    if (!info.sections().isEmpty()) {
      ObjectNode sections = json.putObject("x-sections");
      info.sections().forEach((name, figures) -> figures.forEach(sections.putObject(name)::put));
    }
    return json;
  }

  private static void putProgress(ObjectNode json, MigrationInfo info) {
    json.put("total-time", millis(info.totalTimeNanos()));
    json.put("x-total-time-ns", info.totalTimeNanos());
    json.put("setup-time", millis(info.setupTimeNanos()));
    if (info.downtimeNanos() >= 0) {
      json.put("downtime", millis(info.downtimeNanos()));
      json.put("x-downtime-ns", info.downtimeNanos());
    } else if (info.expectedDowntimeNanos() >= 0) {
      json.put("expected-downtime", millis(info.expectedDowntimeNanos()));
    }
    if (info.cpuThrottlePercent() > 0) {
      json.put("cpu-throttle-percentage", info.cpuThrottlePercent());
    }
    json.set("ram", ram(info));
  }

  private static ObjectNode ram(MigrationInfo info) {
    MigrationInfo.Ram ram = info.ram();
    return JsonStream.MAPPER
        .createObjectNode()
        .put("transferred", ram.transferred())
        .put("remaining", ram.remaining())
        .put("total", ram.total())
        .put("duplicate", ram.duplicatePages())
        .put("normal", ram.normalPages())
        .put("normal-bytes", ram.normalPages() * PAGE_BYTES)
        .put("page-size", PAGE_BYTES)
        .put("dirty-pages-rate", ram.dirtyPagesRate())
        .put("dirty-sync-count", info.ramPass())
        .put("mbps", info.mbps())
        .put("pages-per-second", info.ramPagesPerSecond())
        .put("precopy-bytes", ram.transferred() - ram.downtimeBytes())
        .put("downtime-bytes", ram.downtimeBytes())
        .put("postcopy-bytes", 0)
        .put("postcopy-requests", 0)
        .put("multifd-bytes", 0)
        .put("dirty-sync-missed-zero-copy", 0);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}

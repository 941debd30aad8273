// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.MigrationInfo;
import org.savevm4j.harness.text.OneLine;
import org.savevm4j.harness.transport.MigrationUri;

/** A migration in lines: QEMU's names and units, then those of the table. */
final class MigrationText {

  private static final long PAGE_KBYTES = 4;

  private final StringBuilder text = new StringBuilder();

  private MigrationText() {}

  /** {@code listensOn} is where a stream is to come in, or null. */
  static String of(MigrationInfo info, @Nullable MigrationUri listensOn) {
    MigrationText lines = new MigrationText();
    String error = info.errorDesc();
    lines.line("Migration status", info.status() + (error == null ? "" : " (" + error + ")"));
    if (listensOn != null) {
      lines.line("socket address", listensOn.toString());
    }
    if (info.ram().total() > 0) {
      lines.figures(info);
    }
    info.sections()
        .forEach(
            (section, figures) ->
                figures.forEach((name, value) -> lines.line(section + " " + name, "" + value)));
    return lines.text.toString();
  }

  private void figures(MigrationInfo info) {
    MigrationInfo.Ram ram = info.ram();
    millis("total time", info.totalTimeNanos());
    if (info.downtimeNanos() >= 0) {
      millis("downtime", info.downtimeNanos());
    } else if (info.expectedDowntimeNanos() >= 0) {
      millis("expected downtime", info.expectedDowntimeNanos());
    }
    millis("setup", info.setupTimeNanos());
    line("transferred ram", (ram.transferred() >> 10) + " kbytes");
    line("throughput", String.format(Locale.ROOT, "%.2f mbps", info.mbps()));
    line("remaining ram", (ram.remaining() >> 10) + " kbytes");
    line("total ram", (ram.total() >> 10) + " kbytes");
    line("duplicate", ram.duplicatePages() + " pages");
    line("normal", ram.normalPages() + " pages");
    line("normal bytes", ram.normalPages() * PAGE_KBYTES + " kbytes");
    line("page size", PAGE_KBYTES + " kbytes");
    line("dirty sync count", Long.toString(info.ramPass()));
    line("pages-per-second", Long.toString(info.ramPagesPerSecond()));
    long precopy = ram.transferred() - ram.downtimeBytes();
    line("precopy ram", (precopy >> 10) + " kbytes");
    if (ram.downtimeBytes() > 0) {
      line("downtime ram", (ram.downtimeBytes() >> 10) + " kbytes");
    }
    if (ram.dirtyPagesRate() > 0) {
      line("dirty pages rate", ram.dirtyPagesRate() + " pages");
    }
    if (info.cpuThrottlePercent() > 0) {
      line("cpu throttle percentage", Integer.toString(info.cpuThrottlePercent()));
    }
    info.htab().forEach((name, value) -> line("htab " + name, value.toString()));
  }

  private void millis(String name, long nanos) {
    line(name, TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
  }

  private void line(String name, String value) {
    text.append(name).append(": ").append(OneLine.of(value)).append('\n');
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.savevm4j.harness.snapshot.Snapshot;
import org.savevm4j.harness.text.Amount;
import org.savevm4j.harness.text.OneLine;

/**
 * Snapshots as a table of QEMU's columns; dates are local, and no guest here counts instructions.
 */
final class SnapshotText {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private static final String ROW = "%-7s %-17s %8s %19s %15s %10s\n";
  private static final String NO_COUNT = "--";

  private SnapshotText() {}

  static String of(List<Snapshot> snapshots) {
    if (snapshots.isEmpty()) {
      return "There is no snapshot available.\n";
    }
    StringBuilder text =
        new StringBuilder(ROW.formatted("ID", "TAG", "VM_SIZE", "DATE", "VM_CLOCK", "ICOUNT"));
    for (Snapshot each : snapshots) {
      text.append(
          ROW.formatted(
              each.id(),
              OneLine.of(each.tag()),
              Amount.bytes(each.bytes()),
              DATE.format(each.date()),
              clock(Duration.ofNanos(each.clockNanos())),
              NO_COUNT));
    }
    return text.toString();
  }

  /** Hours, minutes, seconds and milliseconds. */
  private static String clock(Duration ran) {
    return String.format(
        Locale.ROOT,
        "%04d:%02d:%02d.%03d",
        ran.toHours(),
        ran.toMinutesPart(),
        ran.toSecondsPart(),
        ran.toMillisPart());
  }
}

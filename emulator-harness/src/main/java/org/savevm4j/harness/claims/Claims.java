// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.savevm4j.harness.guest.Workload;

/** Measures all claims, one after the other, on the caller's thread. */
public final class Claims {

  /** Workloads that change the table. */
  static final List<Workload> BUSY =
      List.of(Workload.FORK, Workload.EXEC, Workload.MMAP, Workload.MIX);

  private final ClaimsOptions options;
  private final Consumer<String> progress;

  private Claims(ClaimsOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param progress receives a line whenever something begins
   * @throws IOException if something cannot be measured; one line
   */
  public static ClaimsResult run(ClaimsOptions options, Consumer<String> progress)
      throws IOException, InterruptedException {
    return new Claims(options, progress).run();
  }

  /** How many lines {@code progress} receives. */
  public static int steps(ClaimsOptions options) {
    int harness = 1 + (BUSY.size() + 1) * options.rates().length;
    return 2
        + harness
        + LinkTimeClaim.steps(options)
        + LiveUpdateClaim.steps(options)
        + LockedReadClaim.LOCKED.length;
  }

  private ClaimsResult run() throws IOException, InterruptedException {
    progress.accept("reading the tables of real guests");
    List<MeasuredTable> real = MeasuredTable.real();
    List<MeasuredTable> harness = harness();
    List<Finding> findings = new ArrayList<>();
    findings.add(TableSizeClaim.measure(real, harness));
    progress.accept("filling tables by chance");
    findings.add(EntriesPerRecordClaim.measure(real, harness, options.seed()));
    findings.add(SlotOrderClaim.measure(real, harness));
    findings.add(HeaderFormatClaim.measure(real, harness));
    findings.add(PageTrackingClaim.measure(real, harness));
    findings.add(LinkTimeClaim.measure(real, options, progress));
    findings.add(LiveUpdateClaim.measure(options, progress));
    findings.add(LockedReadClaim.measure(options, progress));
    return new ClaimsResult(options.seed(), findings);
  }

  private List<MeasuredTable> harness() throws IOException {
    List<MeasuredTable> tables = new ArrayList<>();
    tables.add(harness(MeasuredTable.MEMORY, MeasuredTable.SHIFT, Workload.IDLE, 0));
    for (Workload workload : BUSY) {
      for (long rate : options.rates()) {
        tables.add(harness(MeasuredTable.MEMORY, MeasuredTable.SHIFT, workload, rate));
      }
    }
    for (long rate : options.rates()) {
      tables.add(
          harness(MeasuredTable.LARGE_MEMORY, MeasuredTable.LARGE_SHIFT, Workload.MIX, rate));
    }
    return tables;
  }

  private MeasuredTable harness(long memoryBytes, int shift, Workload workload, long rate)
      throws IOException {
    progress.accept(
        "stepping the guest of "
            + MeasuredTable.name(memoryBytes, shift)
            + ": "
            + workload.kebabName()
            + " at "
            + rate
            + " updates a second");
    return MeasuredTable.harness(
        memoryBytes, shift, workload, rate, options.seed(), options.laps());
  }
}

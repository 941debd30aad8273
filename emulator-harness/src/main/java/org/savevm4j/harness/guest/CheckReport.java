// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts what a check finds, and keeps the first mismatches in words. One thread. */
final class CheckReport {

  private final List<String> first = new ArrayList<>();
  private long mappings;
  private long checked;
  private long mismatches;

  void countMapping() {
    mappings++;
  }

  void countChecked() {
    checked++;
  }

  /** Counts a mismatch, and keeps its words if there were few so far. */
  void mismatch(Supplier<String> words) {
    mismatches++;
    if (first.size() < GuestCheckResult.MOST_SHOWN) {
      first.add(words.get());
    }
  }

  GuestCheckResult result(long updates) {
    return new GuestCheckResult(mappings, checked, mismatches, updates, first);
  }
}

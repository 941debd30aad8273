// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import org.jspecify.annotations.Nullable;

/**
 * What a figure was measured on.
 *
 * @param table by name: a real guest's, the harness's, or a made one
 * @param workload what the guest did; "none" for a table that nobody uses
 * @param updateRate wanted updates a second, or null where there is no such wish
 */
public record Subject(String table, String workload, @Nullable Long updateRate) {

  /** The workload of a table that nobody uses. */
  static final String NO_WORKLOAD = "none";

  /** A table, and a guest whose rate of updates is its own. */
  static Subject of(String table, String workload) {
    return new Subject(table, workload, null);
  }

  /** A table that nobody uses. */
  static Subject unused(String table) {
    return of(table, NO_WORKLOAD);
  }

  /** Workload and rate in a few words. */
  String load() {
    return updateRate == null ? workload : workload + " " + updateRate + "/s";
  }
}

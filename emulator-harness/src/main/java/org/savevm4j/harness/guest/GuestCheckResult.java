// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import java.util.List;

/**
 * What a check of the guest's beliefs found.
 *
 * @param mappings entries that the guest believes to be in the table
 * @param checked those of them that were found there, and whose memory was then compared
 * @param mismatches everything that was not as the guest left it; 0 is what a right migration gives
 * @param updates changed slots since the guest's boot
 * @param firstMismatches at most {@value #MOST_SHOWN} of the mismatches, a line for people each
 */
public record GuestCheckResult(
    long mappings, long checked, long mismatches, long updates, List<String> firstMismatches) {

  /** How many mismatches are told in words. */
  public static final int MOST_SHOWN = 10;

  public GuestCheckResult {
    firstMismatches = List.copyOf(firstMismatches);
  }
}

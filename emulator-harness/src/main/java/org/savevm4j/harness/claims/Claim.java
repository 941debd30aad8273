// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.Locale;

/**
 * What was said of the HTAB file descriptor when it was designed (the review of "KVM: PPC: Book3S
 * HV: Provide a method for userspace to read and write the HPT", October 2012), put so that it can
 * be measured.
 */
public enum Claim {
  TABLE_SIZE(
      "A typical table has about a million entries, 16 MiB: 1/64 of the guest's maximum RAM, often"
          + " 1/128 or 1/256."),
  ENTRIES_PER_RECORD(
      "On the first pass most records hold 8 entries; on later passes most hold one."),
  SLOT_ORDER("In each group of 8 it is the low-numbered slots that tend to be valid."),
  HEADER_FORMAT(
      "An index in every entry takes more bytes than a header a run: on the first pass if n_valid"
          + " averages 2 or more, and probably on updates, where an invalidation would cost 16 zero"
          + " bytes instead of an 8-byte header."),
  PAGE_TRACKING(
      "Updates are scattered over the whole table, so tracking changes by page would be"
          + " inefficient."),
  LINK_TIME(
      "16 MiB go over gigabit Ethernet in about 0.15 s, much faster over 10 gigabit: does it"
          + " warrant a live protocol?"),
  LIVE_UPDATE(
      "If the rate of updates is high enough, there is no point in a live update; and the same"
          + " holds for memory pages."),
  LOCKED_READ("A read never blocks.");

  private final String statement;

  Claim(String statement) {
    this.statement = statement;
  }

  /** What was said, in a sentence. */
  public String statement() {
    return statement;
  }

  /** Its name in JSON and on the command line: lower case, words joined by hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

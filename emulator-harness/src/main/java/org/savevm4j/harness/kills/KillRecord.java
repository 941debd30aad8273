// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

/**
 * What came of one kill.
 *
 * @param number from 1 on
 * @param source in the words of docs/failures.md; of a savevm, what became of the snapshots
 * @param destination likewise, or "none"
 * @param allowed whether that may be
 * @param moment what the kill waited for
 * @param checked mappings that guests compared with memory afterwards
 * @param mismatches that they found
 * @param told what more there is to say of an outcome that is not allowed; else empty
 */
public record KillRecord(
    int number,
    KillKind kind,
    boolean returnPath,
    String moment,
    String source,
    String destination,
    boolean allowed,
    long checked,
    long mismatches,
    String told) {

  /** For whoever watches. */
  public String line() {
    String what =
        kind == KillKind.SAVEVM_KILLED
            ? source
            : "source " + source + ", destination " + destination;
    return "kill %d: %s %s%s".formatted(number, kind.words(), what, allowed ? "" : ": " + told);
  }
}

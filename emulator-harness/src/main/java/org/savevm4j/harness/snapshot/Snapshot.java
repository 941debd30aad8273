// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.time.Instant;

/**
 * One snapshot, as the index has it.
 *
 * @param id never used twice in a folder, above 0; names the stream's file
 * @param tag what users call it: any text of 1 to {@value #MOST_TAG_CHARS} characters
 * @param date when the guest was stopped for it
 * @param clockNanos how long the guest had run then, in ns
 * @param bytes of the stream
 * @param machine whose it is
 * @param sha256 of the stream, 64 hexadecimal digits
 */
public record Snapshot(
    long id,
    String tag,
    Instant date,
    long clockNanos,
    long bytes,
    SnapshotMachine machine,
    String sha256) {

  /** As many as QEMU keeps of a tag. */
  public static final int MOST_TAG_CHARS = 255;
}

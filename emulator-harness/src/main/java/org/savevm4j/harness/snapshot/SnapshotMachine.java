// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

/**
 * What a snapshot's machine was made of: another can load it only if it is made of the same.
 *
 * @param type as the stream's configuration names it
 * @param memoryBytes RAM
 * @param cpus number of vCPUs
 */
public record SnapshotMachine(String type, long memoryBytes, int cpus) {

  /** For messages: type, RAM in MiB, vCPUs. */
  @Override
  public String toString() {
    return "%s with %s MiB and %d vCPU%s"
        .formatted(type, mebibytes(memoryBytes), cpus, cpus == 1 ? "" : "s");
  }

  private static String mebibytes(long bytes) {
    long whole = bytes >> 20;
    return bytes == whole << 20
        ? Long.toString(whole)
        : Double.toString(bytes / (double) (1 << 20));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HptGeometry;

/**
 * What a machine is made of. Source and destination of a migration have the same memory, cpus and
 * machine type.
 *
 * @param memoryBytes RAM, a multiple of {@link GuestRam#PAGE}
 * @param htabShift log2 of the bytes of the table that the guest boots with
 * @param maxHtabShift the largest that it takes from a stream, if the guest cannot resize its table
 *     to a larger one; {@link HptGeometry#MAX_SHIFT} at most
 * @param cpus number of vCPUs, 1 or more
 * @param machineType as a stream's configuration names it, such as "pseries-10.0"
 * @param resizeHpt whether the guest may have its table replaced by one of another size
 */
public record MachineConfig(
    long memoryBytes,
    int htabShift,
    int maxHtabShift,
    int cpus,
    String machineType,
    boolean resizeHpt) {

  /** The smallest and the largest shift that the rule for a table's size gives. */
  private static final int LEAST = 18;

  private static final int MOST = 46;

  public MachineConfig {
    if (memoryBytes <= 0 || memoryBytes % GuestRam.PAGE != 0) {
      throw new IllegalArgumentException(
          "memory of " + memoryBytes + " bytes is not a positive number of pages");
    }
    if (maxHtabShift < HptGeometry.MIN_SHIFT || maxHtabShift > HptGeometry.MAX_SHIFT) {
      throw new IllegalArgumentException(
          "a largest shift of " + maxHtabShift + " is not in 18 to 36");
    }
    if (htabShift < HptGeometry.MIN_SHIFT || htabShift > maxHtabShift) {
      throw new IllegalArgumentException(
          "shift " + htabShift + " is not in " + HptGeometry.MIN_SHIFT + " to " + maxHtabShift);
    }
    if (cpus < 1) {
      throw new IllegalArgumentException(cpus + " vCPUs are not enough");
    }
  }

  /** A machine whose guest may have its table resized. */
  public MachineConfig(
      long memoryBytes, int htabShift, int maxHtabShift, int cpus, String machineType) {
    this(memoryBytes, htabShift, maxHtabShift, cpus, machineType, true);
  }

  /**
   * The largest shift that the guest may resize its table to: one more than the rule gives for its
   * RAM, and no more than a table here can have.
   */
  public int largestResizedShift() {
    return Math.min(htabShiftFor(memoryBytes) + 1, HptGeometry.MAX_SHIFT);
  }

  /**
   * The shift of the table that a guest with this much RAM gets: a 128th of the RAM, rounded up to
   * a power of two; 18 to 46, which is more than a table here can have.
   *
   * @param ramBytes 1 or more
   */
  public static int htabShiftFor(long ramBytes) {
    if (ramBytes <= 0) {
      throw new IllegalArgumentException("RAM of " + ramBytes + " bytes");
    }
    int ceilLog2 = Long.SIZE - Long.numberOfLeadingZeros(ramBytes - 1);
    return Math.clamp(ceilLog2 - 7, LEAST, MOST);
  }
}

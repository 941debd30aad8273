// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

/**
 * A share of time that vCPUs are to rest. Set by any thread; each vCPU's thread keeps what it owes
 * by itself, and pays between its steps, where the gate can stop it.
 */
final class Throttle {

  /** The most that can be taken, in percent. */
  static final int MOST = 99;

  private static final int WHOLE = 100;

  private volatile int percent;

  /** Takes {@code wanted} percent of the vCPUs' time, 0 to {@value #MOST}. */
  void set(int wanted) {
    if (wanted < 0 || wanted > MOST) {
      throw new IllegalArgumentException(wanted + " percent are not in 0 to " + MOST);
    }
    percent = wanted;
  }

  boolean isOn() {
    return percent > 0;
  }

  /** How long a vCPU is to rest for having run {@code nanos}. */
  long restFor(long nanos) {
    int taken = percent;
    return nanos * taken / (WHOLE - taken);
  }
}

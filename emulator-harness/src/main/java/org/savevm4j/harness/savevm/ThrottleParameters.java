// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/**
 * How a migration may slow the guest's vCPUs, in percent, with QEMU's names, defaults and bounds.
 *
 * @param initial share of time that is taken from the vCPUs at first, 1 to 99
 * @param increment what each further step takes, 1 to 99
 * @param most what is taken at most, {@code initial} to 99
 * @param trigger the guest is too fast if what it changes in a period is more than this share of
 *     what was sent meanwhile, 1 to 100
 * @param tailslow whether a further step takes no more than seems to be needed, which is less the
 *     nearer the guest is to slow enough
 */
public record ThrottleParameters(
    int initial, int increment, int most, int trigger, boolean tailslow) {

  public static final ThrottleParameters DEFAULT = new ThrottleParameters(20, 10, 99, 50);

  private static final int MOST_PERCENT = 99;
  private static final int WHOLE = 100;

  public ThrottleParameters {
    require("cpu-throttle-initial", initial, 1, MOST_PERCENT);
    require("cpu-throttle-increment", increment, 1, MOST_PERCENT);
    require("max-cpu-throttle", most, initial, MOST_PERCENT);
    require("throttle-trigger-threshold", trigger, 1, 100);
  }

  /** With steps of one size. */
  public ThrottleParameters(int initial, int increment, int most, int trigger) {
    this(initial, increment, most, trigger, false);
  }

  /**
   * The step after {@code percent}, 0 for none yet.
   *
   * @param bearable share of its changes that would not have set the trigger off, 0 to 1
   */
  int after(int percent, double bearable) {
    return Math.min(most, percent == 0 ? initial : percent + step(percent, bearable));
  }

  private int step(int percent, double bearable) {
    if (!tailslow) {
      return increment;
    }
    int runs = WHOLE - percent;
    return Math.min(increment, runs - (int) (runs * bearable));
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + " percent");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/** The RAM holds no guest of this kind, or one that does not fit the machine. */
public final class NoGuestException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param what the field of the guest's header that shows it, a noun
   * @param found its value
   * @param expected what a guest would have there
   */
  NoGuestException(String what, long found, String expected) {
    super("no guest in RAM: " + what + " is 0x" + Long.toHexString(found) + ", not " + expected);
  }
}

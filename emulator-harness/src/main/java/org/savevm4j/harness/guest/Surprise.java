// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * What a running guest can find other than it left it. Counted in RAM and told by the check, for a
 * guest cannot do more about it.
 */
enum Surprise {
  NONE(0, "nothing"),
  REGISTERS(1, "the registers did not fit the memory"),
  KERNEL_TRANSLATION(2, "the linear map led elsewhere"),
  LOST_ENTRY(3, "an entry believed in was not found"),
  WRONG_ADDRESS(4, "a translation led to another real address"),
  WRONG_CONTENTS(5, "a page held other contents than written last"),
  UNKNOWN_ENTRY(6, "an evicted entry was one that nobody believed in"),
  REFUSED(7, "a hypercall failed that could not fail"),
  WRONG_PROTECTION(8, "an access was forbidden that the page allows"),
  TABLE(9, "the table was not of the size that it had, or there was one for radix");

  private final long code;
  private final String text;

  Surprise(long code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The number by which guest RAM names it. */
  long code() {
    return code;
  }

  /** What guest RAM says by that number, in words. */
  static String text(long code) {
    for (Surprise surprise : values()) {
      if (surprise.code == code) {
        return surprise.text;
      }
    }
    return "surprise " + code;
  }
}

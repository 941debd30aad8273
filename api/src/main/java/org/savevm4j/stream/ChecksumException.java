// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

/** What came is not what was sent: a checksum of it differs, whatever each byte means. */
public final class ChecksumException extends StreamException {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final String computed;
  private final String expected;

  /**
   * Says of part of a stream that it is not what was sent.
   *
   * @param offset where that begins which the checksum is of, in bytes from the start of the stream
   * @param what the checksum's name, and what it is of
   * @param computed of what came, hexadecimal
   * @param expected what the source says, hexadecimal
   */
  public ChecksumException(long offset, String what, String computed, String expected) {
    super(
        offset,
        what + " is " + computed + ", expected " + expected + ": what came is not what was sent");
    this.what = what;
    this.computed = computed;
    this.expected = expected;
  }

  /** {@return what the checksum is of, as a phrase} */
  public String what() {
    return what;
  }

  /** {@return the checksum of what came, in hex} */
  public String computed() {
    return computed;
  }

  /** {@return the checksum that the stream has, in hex} */
  public String expected() {
    return expected;
  }
}

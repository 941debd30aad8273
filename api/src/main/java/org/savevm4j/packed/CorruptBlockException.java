// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

/** Bytes that no codec of this format has written. The message is the codec's reason. */
public final class CorruptBlockException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * A block that is not what a codec made.
   *
   * @param reason what is wrong, as a phrase
   */
  public CorruptBlockException(String reason) {
    super(reason);
  }
}

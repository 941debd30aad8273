// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

/** A first pass that would begin beyond the table. */
public final class StartIndexException extends HtabChannelException {

  private static final long serialVersionUID = 1L;

  private final long startIndex;
  private final long slots;

  /**
   * Says that a first pass cannot begin where it was asked to.
   *
   * @param startIndex as it was asked for, unsigned
   * @param slots of the table
   */
  public StartIndexException(long startIndex, long slots) {
    super(
        "start index "
            + Long.toUnsignedString(startIndex)
            + " is beyond the table, whose last slot is "
            + (slots - 1));
    this.startIndex = startIndex;
    this.slots = slots;
  }

  /** {@return the slot that was asked for, unsigned} */
  public long startIndex() {
    return startIndex;
  }

  /** {@return the number of slots of the table} */
  public long slots() {
    return slots;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

/** The table of a channel is the machine's no more: it was replaced or reset. */
public final class StaleChannelException extends HtabChannelException {

  private static final long serialVersionUID = 1L;

  private final long opened;
  private final long current;

  /**
   * Says of a channel that its table is not the machine's any more.
   *
   * @param opened generation of the table that the channel was opened on
   * @param current generation of the machine's table now
   */
  public StaleChannelException(long opened, long current) {
    super(
        "the table was replaced: the channel is of generation "
            + opened
            + ", the machine is at "
            + current
            + "; open another channel");
    this.opened = opened;
    this.current = current;
  }

  /** {@return the generation of the table that the channel was opened on} */
  public long opened() {
    return opened;
  }

  /** {@return the generation of the machine's table now} */
  public long current() {
    return current;
  }
}

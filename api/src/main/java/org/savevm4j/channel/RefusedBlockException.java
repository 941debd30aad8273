// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import org.savevm4j.stream.MalformedStreamException;

/** What is given to a channel opened with {@link HtabChannel#PACKED} is no block. */
public final class RefusedBlockException extends HtabChannelException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final long applied;

  /**
   * Refuses a block of a write.
   *
   * @param fault with its offset in all that the channel was given
   * @param applied bytes of this write that were stored before the block
   */
  public RefusedBlockException(MalformedStreamException fault, long applied) {
    super(String.valueOf(fault.getMessage()));
    initCause(fault);
    this.offset = fault.offset();
    this.applied = applied;
  }

  /** {@return where the fault is, in bytes of all that the channel was given} */
  public long offset() {
    return offset;
  }

  /** {@return bytes of the write that were stored before the block; they stay stored} */
  public long applied() {
    return applied;
  }
}

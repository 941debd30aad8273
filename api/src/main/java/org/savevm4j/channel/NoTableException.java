// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

/** A write for a guest that is radix. */
public final class NoTableException extends HtabChannelException {

  private static final long serialVersionUID = 1L;

  /** The guest has no hashed page table. */
  public NoTableException() {
    super("the guest is radix and has no hashed page table to write to");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

/** What channels ask and tell the machine that has the table. */
public interface ChannelMachine {

  /** {@return whether a vCPU may be inside a step now; then nothing is written} */
  boolean vcpusRun();

  /**
   * {@return whether the machine has the page size that an entry asks for}
   *
   * @param dword0 with V
   * @param dword1 with the encoding of the size in the low bits of the RPN
   */
  boolean hasPageSize(long dword0, long dword1);

  /**
   * Entries of the current table were written; the guest is paused. Whoever keeps translations of
   * it drops them.
   */
  void tableWritten();
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/** How the sections of an emulator get at its hashed page table. */
public enum HtabAccess {
  /** As the table in the process that it is. */
  TABLE,

  /** Through the HTAB channel alone, as through the file descriptor that KVM has. */
  FD
}

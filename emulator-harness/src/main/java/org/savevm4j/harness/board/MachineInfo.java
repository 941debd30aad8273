// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.List;

/**
 * What an emulator's machine is made of, as monitors show it.
 *
 * @param type in QEMU's words, such as {@code pseries-10.0}
 * @param memoryBytes RAM
 * @param vcpuThreads what the system calls the thread of each vCPU, in the order of their indexes;
 *     0 while it has none, since no guest is here
 * @param htabBackend how sections get at the guest's table
 */
public record MachineInfo(
    String type, long memoryBytes, List<Long> vcpuThreads, HtabAccess htabBackend) {

  public MachineInfo {
    vcpuThreads = List.copyOf(vcpuThreads);
  }
}

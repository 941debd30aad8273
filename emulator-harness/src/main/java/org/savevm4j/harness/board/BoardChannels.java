// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.nio.ByteOrder;
import org.savevm4j.channel.ChannelMachine;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.TableChannels;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.mmu.PageSize;

/** The HTAB channels of a machine; headers in this host's own byte order, as in the kernel. */
record BoardChannels(PseriesMachine machine) implements ChannelMachine {

  /** Where channels on the machine's table are opened. */
  static HtabHost on(PseriesMachine machine) {
    return new TableChannels(machine.hpt(), new BoardChannels(machine), ByteOrder.nativeOrder());
  }

  @Override
  public boolean vcpusRun() {
    return machine.isRunning();
  }

  @Override
  public boolean hasPageSize(long dword0, long dword1) {
    return PageSize.of(dword0, dword1) != null;
  }

  @Override
  public void tableWritten() {
    machine.dropTranslations();
  }
}

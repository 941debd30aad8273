// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.nio.ByteOrder;
import java.util.ServiceLoader;
import org.savevm4j.channel.ChannelMachine;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.TableChannels;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.savevm.BlockCodecs;
import org.savevm4j.packed.BlockCodec;

/**
 * The HTAB channels of a machine; headers in this host's own byte order, as in the kernel. They
 * know packed records if a plugin brings a codec.
 */
record BoardChannels(PseriesMachine machine) implements ChannelMachine {

  /** Where channels on the machine's table are opened. */
  static HtabHost on(PseriesMachine machine) {
    boolean packs = ServiceLoader.load(BlockCodec.class).stream().findAny().isPresent();
    return new TableChannels(
        machine.hpt(),
        new BoardChannels(machine),
        ByteOrder.nativeOrder(),
        packs ? () -> BlockCodecs.find().orElseThrow() : null);
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

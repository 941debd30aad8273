// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.channel.FreshTable;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.hpt.HptGeometry;

/** The table behind the HTAB channel, and nothing else of the machine: as QEMU has it with KVM. */
public record ChannelBackend(HtabHost host) implements HtabBackend {

  @Override
  public long generation() {
    return host.generation();
  }

  @Override
  public int maxShift() {
    return host.maxShift();
  }

  @Override
  public HtabSource open() throws IOException {
    return new ChannelSource(host, host.open(0, 0));
  }

  @Override
  public HtabSource openPacked() throws IOException {
    return open();
  }

  @Override
  public HtabStage stage(HptGeometry geometry) throws IOException {
    FreshTable table = host.stage(geometry);
    boolean opened = false;
    try {
      HtabStage stage = ChannelStage.open(table);
      opened = true;
      return stage;
    } finally {
      if (!opened) {
        table.discard();
      }
    }
  }

  @Override
  public void adopt(@Nullable HtabStage stage) {
    host.adopt(stage == null ? null : ((ChannelStage) stage).handOver());
  }
}

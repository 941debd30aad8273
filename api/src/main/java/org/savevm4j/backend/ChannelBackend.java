// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.savevm4j.channel.FreshTable;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.UnknownFlagsException;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.packed.BlockCodec;

/**
 * The table behind the HTAB channel, and nothing else of the machine: as QEMU has it with KVM.
 *
 * @param host opens channels on the machine's table, and takes back those that were filled
 */
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
    return source(host.open(0, 0), channel -> ChannelSource.of(host, channel));
  }

  @Override
  public HtabSource openPacked(BlockCodec codec) throws IOException {
    HtabChannel channel;
    try {
      channel = host.open(HtabChannel.PACKED, 0);
    } catch (UnknownFlagsException _) {
      // an older host: whoever asked packs the records itself
      return open();
    }
    return source(channel, opened -> ChannelSource.ofPacked(host, opened, codec));
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

  /** A channel that nobody knows of would keep its set of marks, and the table, for good. */
  private static HtabSource source(
      HtabChannel channel, Function<HtabChannel, HtabSource> sourceOf) {
    boolean opened = false;
    try {
      HtabSource source = sourceOf.apply(channel);
      opened = true;
      return source;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;

/**
 * Channels on tables in the process.
 *
 * @param host has the tables
 * @param machine says what may be written
 * @param headerOrder byte order of the records' headers
 */
public record TableChannels(HptHost host, ChannelMachine machine, ByteOrder headerOrder)
    implements HtabHost {

  private static final long KNOWN = HtabChannel.BOLTED_ONLY | HtabChannel.WRITE;

  @Override
  public HtabChannel open(long flags, long startIndex) throws IOException {
    UnknownFlagsException.check(flags, KNOWN);
    HptLease lease = host.lease();
    boolean opened = false;
    try {
      HtabChannel channel =
          (flags & HtabChannel.WRITE) != 0
              ? new LiveWriter(this, lease)
              : TableReader.open(this, lease, (flags & HtabChannel.BOLTED_ONLY) != 0, startIndex);
      opened = true;
      return channel;
    } finally {
      if (!opened) {
        lease.close();
      }
    }
  }

  @Override
  public long generation() {
    return host.generation();
  }

  @Override
  public int maxShift() {
    return host.maxShift();
  }

  @Override
  public FreshTable stage(HptGeometry geometry) throws IOException {
    return new Fresh(this, host.allocate(geometry));
  }

  @Override
  public void adopt(@Nullable FreshTable table) {
    host.adopt(table == null ? null : ((Fresh) table).table);
  }

  private record Fresh(TableChannels channels, HashPageTable table) implements FreshTable {

    @Override
    public HptGeometry geometry() {
      return table.geometry();
    }

    @Override
    public HtabChannel open(long flags) throws IOException {
      UnknownFlagsException.check(flags, KNOWN);
      if ((flags & HtabChannel.WRITE) == 0) {
        throw new IllegalArgumentException("a table in the making is written, not read");
      }
      return new FreshWriter(channels, table);
    }

    @Override
    public void discard() {
      channels.host.discard(table);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.packed.BlockCodec;

/**
 * Channels on tables in the process.
 *
 * @param host has the tables
 * @param machine says what may be written
 * @param headerOrder byte order of the records' headers
 * @param codecs makes a codec for each channel of packed records, or null: the host has none, and
 *     does not know {@link HtabChannel#PACKED}
 */
public record TableChannels(
    HptHost host,
    ChannelMachine machine,
    ByteOrder headerOrder,
    @Nullable Supplier<? extends BlockCodec> codecs)
    implements HtabHost {

  /**
   * Channels of a host without a codec.
   *
   * @param host has the table
   * @param machine answers what a write must know of it
   * @param headerOrder byte order of the fields of headers, read and written
   */
  public TableChannels(HptHost host, ChannelMachine machine, ByteOrder headerOrder) {
    this(host, machine, headerOrder, null);
  }

  @Override
  public HtabChannel open(long flags, long startIndex) throws IOException {
    UnknownFlagsException.check(flags, known());
    HptLease lease = host.lease();
    boolean opened = false;
    try {
      HtabChannel channel =
          (flags & HtabChannel.WRITE) != 0
              ? new LiveWriter(this, lease, codec(flags))
              : TableReader.open(this, lease, flags, startIndex);
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

  private long known() {
    return HtabChannel.BOLTED_ONLY | HtabChannel.WRITE | (codecs == null ? 0 : HtabChannel.PACKED);
  }

  /** A codec of its own for a channel of packed records; null for another. */
  @Nullable BlockCodec codec(long flags) {
    return codecs == null || (flags & HtabChannel.PACKED) == 0 ? null : codecs.get();
  }

  private record Fresh(TableChannels channels, HashPageTable table) implements FreshTable {

    @Override
    public HptGeometry geometry() {
      return table.geometry();
    }

    @Override
    public HtabChannel open(long flags) throws IOException {
      UnknownFlagsException.check(flags, channels.known());
      if ((flags & HtabChannel.WRITE) == 0) {
        throw new IllegalArgumentException("a table in the making is written, not read");
      }
      return new FreshWriter(channels, table, channels.codec(flags));
    }

    @Override
    public void discard() {
      channels.host.discard(table);
    }
  }
}

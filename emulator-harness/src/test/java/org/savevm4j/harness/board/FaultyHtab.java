// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.savevm4j.channel.FreshTable;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabRecord;

/** The HTAB channels of a machine, one operation of which goes wrong; counts what stays open. */
record FaultyHtab(HtabHost host, FaultPoint fault, Set<Object> open) implements HtabHost {

  FaultyHtab(HtabHost host, FaultPoint fault) {
    this(host, fault, new HashSet<>());
  }

  @Override
  public HtabChannel open(long flags, long startIndex) throws IOException {
    fault.operation();
    return new Channel(host.open(flags, startIndex));
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
    fault.operation();
    return new Fresh(host.stage(geometry));
  }

  @Override
  public void adopt(@Nullable FreshTable table) {
    open.remove(table);
    host.adopt(table == null ? null : ((Fresh) table).table);
  }

  /** A table that is staged. */
  private final class Fresh implements FreshTable {

    private final FreshTable table;

    Fresh(FreshTable table) {
      this.table = table;
      open.add(this);
    }

    @Override
    public HptGeometry geometry() {
      return table.geometry();
    }

    @Override
    public HtabChannel open(long flags) throws IOException {
      fault.operation();
      return new Channel(table.open(flags));
    }

    @Override
    public void discard() {
      open.remove(this);
      table.discard();
    }
  }

  /** A channel whose writes may be short; a read is never, but at the table's end. */
  private final class Channel implements HtabChannel {

    private final HtabChannel channel;

    Channel(HtabChannel channel) {
      this.channel = channel;
      open.add(this);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      fault.operation();
      return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (!fault.operation()) {
        return channel.write(from);
      }
      int valid = Short.toUnsignedInt(from.slice().order(headerOrder()).getShort(Integer.BYTES));
      ByteBuffer first =
          from.slice(from.position(), HtabRecord.HEADER_BYTES + valid * HtabRecord.ENTRY_BYTES);
      int count = channel.write(first);
      from.position(from.position() + count);
      return count;
    }

    @Override
    public ByteOrder headerOrder() {
      return channel.headerOrder();
    }

    @Override
    public @Nullable HptGeometry geometry() {
      return channel.geometry();
    }

    @Override
    public long generation() {
      return channel.generation();
    }

    @Override
    public long pendingBytes() {
      return channel.pendingBytes();
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {
      open.remove(this);
      channel.close();
    }
  }
}

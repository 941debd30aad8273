// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;

/** What readers and writers of a table in the process have in common. */
abstract class TableChannel implements HtabChannel {

  private final TableChannels owner;
  private final @Nullable HashPageTable table;
  private final ByteOrder headerOrder;
  private volatile boolean open = true;

  TableChannel(TableChannels owner, @Nullable HashPageTable table, boolean packed) {
    this.owner = owner;
    this.table = table;
    this.headerOrder = packed ? ByteOrder.BIG_ENDIAN : owner.headerOrder();
  }

  /** Gives back what the channel holds; called once. */
  abstract void release();

  final TableChannels owner() {
    return owner;
  }

  @Override
  public final boolean isOpen() {
    return open;
  }

  @Override
  public final synchronized void close() {
    if (open) {
      open = false;
      release();
    }
  }

  @Override
  public final ByteOrder headerOrder() {
    return headerOrder;
  }

  @Override
  public final @Nullable HptGeometry geometry() {
    return table == null ? null : table.geometry();
  }

  final void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  final boolean isStale() {
    return generation() != owner.generation();
  }

  final void requireCurrent() throws StaleChannelException {
    long current = owner.generation();
    if (generation() != current) {
      throw new StaleChannelException(generation(), current);
    }
  }
}

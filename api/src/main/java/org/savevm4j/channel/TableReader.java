// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.htab.LapForm;

/** Reads the machine's table, with an emitter of its own. */
final class TableReader extends TableChannel {

  private final HptLease lease;
  private final @Nullable HtabEmitter emitter;

  /** More room than a whole pass can use, whatever the table holds. */
  private final long mostRoom;

  private MemorySegment staging = MemorySegment.NULL;

  private TableReader(TableChannels owner, HptLease lease, @Nullable HtabEmitter emitter) {
    HashPageTable table = lease.table();
    super(owner, table);
    this.lease = lease;
    this.emitter = emitter;
    this.mostRoom =
        table == null
            ? 0
            : table.geometry().slots() * (HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES)
                + LEAST_ROOM
                + 1;
  }

  /** Takes the lease over if it succeeds. */
  static TableReader open(TableChannels owner, HptLease lease, boolean bolted, long startIndex)
      throws HtabChannelException {
    HashPageTable table = lease.table();
    if (table == null) {
      return new TableReader(owner, lease, null);
    }
    long slots = table.geometry().slots();
    if (startIndex < 0 || startIndex >= slots) {
      throw new StartIndexException(startIndex, slots);
    }
    LapForm form = new LapForm(startIndex, bolted, true, owner.headerOrder());
    try {
      return new TableReader(owner, lease, new HtabEmitter(table, form));
    } catch (IllegalStateException tooMany) {
      throw new TooManyReadersException(tooMany);
    }
  }

  @Override
  public synchronized int read(ByteBuffer into) throws IOException {
    requireOpen();
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("the buffer is read-only");
    }
    requireCurrent();
    if (emitter == null) {
      return 0;
    }
    int bytes = into.isDirect() ? readDirect(emitter, into) : readStaged(emitter, into);
    into.position(into.position() + bytes);
    return bytes;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    requireOpen();
    throw new NonWritableChannelException();
  }

  @Override
  public long generation() {
    return lease.generation();
  }

  @Override
  public synchronized long pendingBytes() {
    return emitter == null || !isOpen() || isStale() ? 0 : emitter.pendingBytes();
  }

  @Override
  void release() {
    if (emitter != null) {
      emitter.close();
    }
    lease.close();
  }

  private static int readDirect(HtabEmitter emitter, ByteBuffer into) throws IOException {
    return (int) emitter.read(MemorySegment.ofBuffer(into), into.remaining());
  }

  private int readStaged(HtabEmitter emitter, ByteBuffer into) throws IOException {
    long limit = Math.min(into.remaining(), mostRoom);
    if (staging.byteSize() < limit) {
      staging = Arena.ofAuto().allocate(limit, Long.BYTES);
    }
    long bytes = emitter.read(staging, limit);
    MemorySegment.copy(staging, 0, MemorySegment.ofBuffer(into), 0, bytes);
    return (int) bytes;
  }
}

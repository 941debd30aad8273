// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NonWritableChannelException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.htab.LapForm;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.PackedBlock;

/** Reads the machine's table, with an emitter of its own. */
final class TableReader extends TableChannel {

  private final HptLease lease;
  private final @Nullable HtabEmitter emitter;
  private final @Nullable PackedRecords packed;

  /** More room than a whole pass can use, whatever the table holds. */
  private final long mostRoom;

  private MemorySegment staging = MemorySegment.NULL;

  private TableReader(
      TableChannels owner,
      HptLease lease,
      @Nullable HtabEmitter emitter,
      @Nullable PackedRecords packed) {
    HashPageTable table = lease.table();
    super(owner, table, packed != null);
    this.packed = packed;
    this.lease = lease;
    this.emitter = emitter;
    this.mostRoom =
        table == null
            ? 0
            : 2 * table.geometry().slots() * (HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES)
                + LEAST_PACKED_ROOM
                + PackedBlock.MAX_BYTES;
  }

  /** Takes the lease over if it succeeds. */
  static TableReader open(TableChannels owner, HptLease lease, long flags, long startIndex)
      throws HtabChannelException {
    HashPageTable table = lease.table();
    if (table == null) {
      return new TableReader(owner, lease, null, null);
    }
    long slots = table.geometry().slots();
    if (startIndex < 0 || startIndex >= slots) {
      throw new StartIndexException(startIndex, slots);
    }
    boolean bolted = (flags & BOLTED_ONLY) != 0;
    ByteOrder order = (flags & PACKED) != 0 ? ByteOrder.BIG_ENDIAN : owner.headerOrder();
    // what needs memory comes first: a set of marks that is left open is lost to all readers
    BlockCodec codec = owner.codec(flags);
    PackedRecords packed = codec == null ? null : new PackedRecords(codec);
    try {
      HtabEmitter emitter = new HtabEmitter(table, new LapForm(startIndex, bolted, true, order));
      return new TableReader(owner, lease, emitter, packed);
    } catch (IllegalStateException tooMany) {
      if (packed != null) {
        packed.close();
      }
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
    if (packed != null) {
      packed.close();
    }
    if (emitter != null) {
      emitter.close();
    }
    lease.close();
  }

  private long read(HtabEmitter from, MemorySegment into, long room) throws IOException {
    return packed == null ? from.read(into, room) : packed.read(from, into, room);
  }

  private int readDirect(HtabEmitter emitter, ByteBuffer into) throws IOException {
    return (int) read(emitter, MemorySegment.ofBuffer(into), into.remaining());
  }

  private int readStaged(HtabEmitter emitter, ByteBuffer into) throws IOException {
    long limit = Math.min(into.remaining(), mostRoom);
    if (staging.byteSize() < limit) {
      staging = Arena.ofAuto().allocate(limit, Long.BYTES);
    }
    long bytes = read(emitter, staging, limit);
    MemorySegment.copy(staging, 0, MemorySegment.ofBuffer(into), 0, bytes);
    return (int) bytes;
  }
}

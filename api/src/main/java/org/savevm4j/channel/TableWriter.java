// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.BlockUnpacker;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.TruncatedStreamException;

/** Takes records apart, checks each, and has it stored. */
abstract class TableWriter extends TableChannel {

  private final @Nullable HashPageTable table;
  private final @Nullable BlockCodec codec;
  private final @Nullable BlockUnpacker unpacker;

  /** Whether the call under way has stored anything. */
  private boolean touched;

  /** Bytes stored since the channel was opened. */
  private long stored;

  TableWriter(TableChannels owner, @Nullable HashPageTable table, @Nullable BlockCodec codec) {
    super(owner, table, codec != null);
    this.table = table;
    this.codec = codec;
    this.unpacker = codec == null ? null : new BlockUnpacker(codec);
  }

  /** Checks that the table may be written now. */
  abstract void requireWritable() throws HtabChannelException;

  /** What stands in the way of storing a checked record, or null. */
  abstract @Nullable String obstacle(HashPageTable into, HtabRecord record);

  /**
   * Stores a checked record.
   *
   * @param at where its entries begin in {@code bytes}
   */
  abstract void store(HashPageTable into, HtabRecord record, MemorySegment bytes, long at)
      throws IOException;

  /** Records were stored by a call that ends now. */
  abstract void written();

  /** Gives back what the writer holds of the table. */
  abstract void letGo();

  @Override
  final void release() {
    if (codec != null) {
      codec.close();
    }
    letGo();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    requireOpen();
    throw new NonReadableChannelException();
  }

  @Override
  public long pendingBytes() {
    return 0;
  }

  @Override
  public synchronized int write(ByteBuffer from) throws IOException {
    requireOpen();
    requireWritable();
    if (table == null) {
      throw new NoTableException();
    }
    MemorySegment bytes = MemorySegment.ofBuffer(from);
    int start = from.position();
    long used = 0;
    try {
      for (long next = next(table, bytes, 0); next > used; next = next(table, bytes, used)) {
        used = next;
        from.position(start + (int) used);
      }
    } finally {
      stored += used;
      if (touched) {
        touched = false;
        written();
      }
    }
    return (int) used;
  }

  /** Stores what begins at {@code at}; answers where it ends, or {@code at} if it is not whole. */
  private long next(HashPageTable into, MemorySegment bytes, long at) throws IOException {
    return unpacker == null ? storeAt(into, bytes, at, at) : storeBlock(into, unpacker, bytes, at);
  }

  private long storeBlock(HashPageTable into, BlockUnpacker blocks, MemorySegment bytes, long at)
      throws IOException {
    int length;
    try {
      length = blocks.unpack(bytes, at, bytes.byteSize() - at, stored + at);
    } catch (TruncatedStreamException _) {
      return at;
    } catch (MalformedStreamException malformed) {
      throw new RefusedBlockException(malformed, at);
    }
    MemorySegment records = blocks.records().asSlice(0, blocks.recordBytes());
    for (long done = 0; done < records.byteSize(); ) {
      done = storeAt(into, records, done, at);
    }
    return at + length;
  }

  /**
   * Stores a record.
   *
   * @param from where it begins in {@code bytes}
   * @param at where it, or the block that holds it, begins in what was given
   * @return where it ends, or {@code from} if it is not whole
   */
  private long storeAt(HashPageTable into, MemorySegment bytes, long from, long at)
      throws IOException {
    long entries = from + HtabRecord.HEADER_BYTES;
    if (entries > bytes.byteSize()) {
      return from;
    }
    HtabRecord record = HtabRecord.get(bytes, from, headerOrder());
    long end = entries + (long) record.valid() * HtabRecord.ENTRY_BYTES;
    if (end > bytes.byteSize()) {
      return from;
    }
    checkPlace(into, record, at);
    for (int i = 0; i < record.valid(); i++) {
      checkEntry(record, i, bytes, entries + (long) i * HtabRecord.ENTRY_BYTES, at);
    }
    String obstacle = obstacle(into, record);
    if (obstacle != null) {
      throw refused(record, obstacle, "an entry that nobody holds while no vCPU runs", at);
    }
    touched = true;
    store(into, record, bytes, entries);
    return end;
  }

  private void checkPlace(HashPageTable into, HtabRecord record, long at)
      throws RefusedRecordException {
    long slots = into.geometry().slots();
    long end = record.end();
    if (record.index() >= slots) {
      throw refused(record, "it begins at slot " + record.index(), below(slots), at);
    }
    if (end > slots) {
      throw refused(record, "it reaches slot " + (end - 1), below(slots), at);
    }
  }

  private void checkEntry(HtabRecord record, int i, MemorySegment bytes, long entry, long at)
      throws RefusedRecordException {
    long dword0 = bytes.get(BigEndian.BE64, entry);
    long dword1 = bytes.get(BigEndian.BE64, entry + Hpte.DWORD1);
    if ((dword0 & Hpte.V_VALID) == 0) {
      throw refused(record, entry(record, i, dword0, dword1), "V = 1", at);
    }
    if (!owner().machine().hasPageSize(dword0, dword1)) {
      throw refused(record, entry(record, i, dword0, dword1), "a page size of this machine", at);
    }
  }

  private RefusedRecordException refused(HtabRecord record, String fault, String bound, long at) {
    return new RefusedRecordException(stored + at, record, fault, bound, at);
  }

  private static String entry(HtabRecord record, int i, long dword0, long dword1) {
    return "the entry of slot %d is %016x %016x".formatted(record.index() + i, dword0, dword1);
  }

  private static String below(long slots) {
    return "one below the table's " + slots + " slots";
  }
}

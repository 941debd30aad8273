// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.BigEndian;

/**
 * A digest of what a table holds, read from the table itself, and kept up by reading again what
 * records told of. Asking for it costs no walk over the table, so that it can be asked for while
 * the guest stands. Owned by the migration or the incoming thread.
 *
 * <p>It is the sum, modulo 2^64, of a term for each slot with V = 1, made of the slot's number s
 * and its doublewords d and e, the host's bits of d cleared:
 *
 * <pre>
 *   x = (d ^ s * A) * B;  x ^= x >>> 32;  x = (x + e) * C;  x ^= x >>> 29;  x *= B;  x ^= x >>> 32
 *   A = 9e3779b97f4a7c15  B = bf58476d1ce4e5b9  C = 94d049bb133111eb
 * </pre>
 *
 * <p>Each step can be undone, so that one entry that differs always shows; more of them go unseen
 * with a chance of 1 in 2^64, unless somebody makes them so. Slots are summed in blocks of 64, and
 * the sum of each block is kept, 8 bytes for 1024 of the table, for blocks that ever held anything.
 *
 * <p><b>While a guest changes the table.</b> A block is read when the emitter has gone on to
 * another one, thus after it took the marks of the block's slots and read them. Whatever changes in
 * the block after that leaves a mark, which brings the emitter back, and so this here: the argument
 * is that of {@code org.savevm4j.hpt}. When the guest is paused and nothing is pending, each block
 * was read after its last change. What no mark tells of is not seen, unless another slot of its
 * block is told later.
 */
final class TableDigest {

  private static final int BLOCK_SHIFT = 6;
  private static final int CHUNK_SHIFT = 9;
  private static final int CHUNK_BLOCKS = 1 << CHUNK_SHIFT;

  /** A chunk of blocks that never held anything. */
  private static final long[] EMPTY = {};

  private static final long NONE = -1;
  private static final long A = 0x9e3779b97f4a7c15L;
  private static final long B = 0xbf58476d1ce4e5b9L;
  private static final long C = 0x94d049bb133111ebL;

  private final MemorySegment memory;
  private final long[][] sums;
  private long total;

  /** The block that records told of last: there may be more of it to come. */
  private long open = NONE;

  /** Of an empty table. */
  TableDigest(HashPageTable table) {
    memory = table.memory();
    long blocks = table.geometry().slots() >>> BLOCK_SHIFT;
    sums = new long[(int) (blocks + CHUNK_BLOCKS - 1 >>> CHUNK_SHIFT)][];
    Arrays.fill(sums, EMPTY);
  }

  /** Puts records on, and keeps up the digest of the table that they tell of. */
  RecordTarget after(RecordTarget out) {
    return new RecordTarget() {
      @Override
      public void put(MemorySegment records, long from, long bytes) throws IOException {
        out.put(records, from, bytes);
        told(records, from, bytes);
      }

      @Override
      public long position() {
        return out.position();
      }
    };
  }

  /** Whole records, with big-endian headers, told of the table, within its bounds. */
  void told(MemorySegment records, long from, long bytes) {
    for (long at = from; at < from + bytes; ) {
      long header = records.get(BigEndian.BE64, at);
      int valid = (int) (header >>> Short.SIZE) & HtabRecord.MAX_RUN;
      told(header >>> Integer.SIZE, valid, (int) header & HtabRecord.MAX_RUN);
      at += HtabRecord.HEADER_BYTES + (long) valid * HtabRecord.ENTRY_BYTES;
    }
  }

  /** A record told of so many valid slots and then so many empty ones. */
  void told(long index, int valid, int invalid) {
    long middle = index + valid;
    if (valid > 0) {
      for (long block = index >>> BLOCK_SHIFT; block <= middle - 1 >>> BLOCK_SHIFT; block++) {
        open(block);
      }
    }
    if (invalid > 0) {
      toldEmpty(middle >>> BLOCK_SHIFT, middle + invalid - 1 >>> BLOCK_SHIFT);
    }
  }

  /** The digest now. Final when the guest is paused and all was told. */
  long value() {
    close();
    return total;
  }

  /** Blocks that hold nothing anyway cost nothing: eight bytes may tell of a thousand. */
  private void toldEmpty(long first, long last) {
    for (long block = first; block <= last; block++) {
      long[] chunk = sums[(int) (block >>> CHUNK_SHIFT)];
      if (chunk.length == 0) {
        block |= CHUNK_BLOCKS - 1;
      } else if (chunk[(int) block & CHUNK_BLOCKS - 1] != 0) {
        open(block);
      }
    }
  }

  private void open(long block) {
    if (block != open) {
      close();
      open = block;
    }
  }

  /** Reads the open block again. */
  private void close() {
    if (open == NONE) {
      return;
    }
    long sum = sumOf(open);
    int number = (int) (open >>> CHUNK_SHIFT);
    int place = (int) open & CHUNK_BLOCKS - 1;
    if (sums[number].length == 0) {
      if (sum != 0) {
        sums[number] = new long[CHUNK_BLOCKS];
      }
    } else {
      total -= sums[number][place];
    }
    if (sums[number].length != 0) {
      sums[number][place] = sum;
    }
    total += sum;
    open = NONE;
  }

  private long sumOf(long block) {
    long sum = 0;
    long first = block << BLOCK_SHIFT;
    for (long slot = first; slot < first + (1 << BLOCK_SHIFT); slot++) {
      long dword0 = memory.get(BigEndian.BE64, slot * Hpte.BYTES);
      if ((dword0 & Hpte.V_VALID) != 0) {
        sum += term(slot, dword0, memory.get(BigEndian.BE64, slot * Hpte.BYTES + Hpte.DWORD1));
      }
    }
    return sum;
  }

  private static long term(long slot, long dword0, long dword1) {
    long x = (dword0 & ~Hpte.V_HOST ^ slot * A) * B;
    x ^= x >>> 32;
    x = (x + dword1) * C;
    x ^= x >>> 29;
    x *= B;
    return x ^ x >>> 32;
  }
}

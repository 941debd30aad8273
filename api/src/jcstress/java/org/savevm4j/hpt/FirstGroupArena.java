// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Gives a real table the first {@value #PIECE} bytes of each area that it asks for: eight entries
 * and the first words of its maps. Each state of a test needs a table of its own, there are
 * millions of them, and the smallest table whole is 256 KiB. Whoever reaches beyond a piece gets an
 * exception, which fails the test.
 */
final class FirstGroupArena implements Arena {

  private static final long PIECE = Hpte.BYTES * HptGeometry.SLOTS_PER_PTEG;
  private static final long CHUNK = PIECE << 12;

  private static final ThreadLocal<FirstGroupArena> OF_THREAD =
      ThreadLocal.withInitial(FirstGroupArena::new);

  /** Lives as long as a table with a piece of it does. */
  private MemorySegment chunk = MemorySegment.NULL;

  private long used;

  /** An empty table, of which only slots 0 to 7 may be touched. */
  static HashPageTable newTable() {
    return new HashPageTable(new HptGeometry(HptGeometry.MIN_SHIFT), OF_THREAD.get());
  }

  @Override
  public synchronized MemorySegment allocate(long byteSize, long byteAlignment) {
    if (used == chunk.byteSize()) {
      chunk = Arena.ofAuto().allocate(CHUNK, PIECE);
      used = 0;
    }
    MemorySegment piece = chunk.asSlice(used, Math.min(byteSize, PIECE), byteAlignment);
    used += PIECE;
    return piece;
  }

  @Override
  public MemorySegment.Scope scope() {
    return chunk.scope();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("pieces go when nobody has them any more");
  }
}

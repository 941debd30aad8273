// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An arena of zeroed memory that costs nothing until it is stored to, page by page, so that a table
 * of 64 GiB with few entries can be had. Shared between threads.
 *
 * <p>Every allocation is a mapping of its own, of whole pages; that suits the few and large ones of
 * a table or of RAM. On systems other than Linux the memory is ordinary, and costs all of its size.
 *
 * <p>Closing gives all memory back at once; an access afterwards throws {@link
 * IllegalStateException}, and so does an access that a close overtakes.
 */
public final class SparseArena implements Arena {

  private static final boolean LINUX =
      System.getProperty("os.name").equals("Linux") && ValueLayout.ADDRESS.byteSize() == Long.BYTES;

  private final Arena life = Arena.ofShared();

  private SparseArena() {}

  /** An arena that lives until it is closed, by any thread. */
  public static SparseArena ofShared() {
    return new SparseArena();
  }

  /**
   * Zeroed memory.
   *
   * @param byteSize in bytes, 0 or more
   * @param byteAlignment a power of two in bytes, at most {@value SparseMapping#PAGE}
   * @throws OutOfMemoryError if the system has no room for it; the message names the size
   */
  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    if (byteSize == 0 || !LINUX) {
      return life.allocate(byteSize, byteAlignment);
    }
    if (byteSize < 0 || Long.bitCount(byteAlignment) != 1 || byteAlignment > SparseMapping.PAGE) {
      throw new IllegalArgumentException(byteSize + " bytes, aligned to " + byteAlignment);
    }
    return SparseMapping.map(byteSize, life);
  }

  @Override
  public MemorySegment.Scope scope() {
    return life.scope();
  }

  @Override
  public void close() {
    life.close();
  }
}

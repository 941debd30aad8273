// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.savevm4j.hpt.SlotBitmap;

/**
 * The guest's real memory, and which of its pages changed.
 *
 * <p>Any thread may read and store. A page is {@value #PAGE} bytes; bit {@code n} of the bitmaps is
 * the page at real address {@code PAGE n}. Real addresses beyond {@link #bytes()} throw {@link
 * IndexOutOfBoundsException}.
 */
public final class GuestRam {

  /** log2 of {@link #PAGE}. */
  public static final int PAGE_SHIFT = 12;

  /** Bytes in a page of the bitmaps and of a stream. */
  public static final int PAGE = 1 << PAGE_SHIFT;

  private static final VarHandle DWORD =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN).varHandle();

  private final Arena arena;
  private final MemorySegment memory;
  private final PageMarks dirty;
  private final SlotBitmap touched;

  /**
   * RAM that is all zero, with no page dirty or touched.
   *
   * @param bytes a multiple of {@link #PAGE}, not 0
   * @param arena gives zeroed memory, is shared, and is the RAM's from now on
   */
  public GuestRam(long bytes, Arena arena) {
    if (bytes <= 0 || bytes % PAGE != 0) {
      throw new IllegalArgumentException(bytes + " bytes are not a positive number of pages");
    }
    this.arena = arena;
    this.memory = arena.allocate(bytes, PAGE);
    this.dirty = new PageMarks(bytes >>> PAGE_SHIFT, arena);
    this.touched = new SlotBitmap(bytes >>> PAGE_SHIFT, arena);
  }

  /** Size in bytes, a multiple of {@link #PAGE}. */
  public long bytes() {
    return memory.byteSize();
  }

  /** The bytes themselves. Whoever stores into them calls {@link #markDirty} after the store. */
  public MemorySegment memory() {
    return memory;
  }

  /** The doubleword at {@code ra}, a multiple of 8; never half of a store. */
  public long getBe64(long ra) {
    return (long) DWORD.getOpaque(memory, ra);
  }

  /** Stores a doubleword at {@code ra}, a multiple of 8, and marks its page. */
  public void putBe64(long ra, long value) {
    DWORD.setOpaque(memory, ra, value);
    markDirty(ra >>> PAGE_SHIFT);
  }

  /** Copies {@code source} to {@code ra} and marks the pages that it covers. */
  public void copyIn(long ra, MemorySegment source) {
    long length = source.byteSize();
    MemorySegment.copy(source, 0, memory, ra, length);
    for (long page = ra >>> PAGE_SHIFT; page << PAGE_SHIFT < ra + length; page++) {
      markDirty(page);
    }
  }

  /** Fills {@code target} with what is at {@code ra}. */
  public void copyOut(long ra, MemorySegment target) {
    MemorySegment.copy(memory, ra, target, 0, target.byteSize());
  }

  /**
   * The pages stored to since their mark was taken. The saver takes a word, then reads its pages.
   */
  public PageMarks dirtyPages() {
    return dirty;
  }

  /** The pages ever stored to; no bit is ever cleared. All other pages are zero. */
  public SlotBitmap touchedPages() {
    return touched;
  }

  /** Says that a page was stored to, after the store. */
  public void markDirty(long page) {
    touched.set(page);
    dirty.mark(page);
  }

  /** Gives the memory back. Whoever swapped it out calls it, once; nobody reads it any more. */
  public void free() {
    arena.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Where the pages of a stream go: blocks that nobody else sees before commit. */
public interface RamTarget {

  /** What would be right instead of a block of this name and size, or null if it is right. */
  @Nullable String refusal(String name, long bytes);

  /**
   * A zeroed block for the stream's block of this name. Called once a name, after {@link #refusal}.
   *
   * @param bytes as the stream says, a positive multiple of the page
   */
  Block block(String name, long bytes);

  /** Makes the blocks the machine's. Guest paused; cannot fail. */
  void commit();

  /** Gives back what was not committed, or what the blocks took the place of. Guest may run. */
  void free();

  /** A block in the making. */
  interface Block {

    MemorySegment memory();

    /** Says that a page was stored to; pages that never were stay zero. */
    void stored(long page);

    /** Whether it was said of this page. */
    boolean isStored(long page);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.stream.StateInput;

/** Who gets the pages of a stream, in the order of their records. The incoming thread. */
public interface RamPages {

  /** What would be right instead of a block of this name and size, or null if it is right. */
  @Nullable String refusal(String name, long bytes);

  /**
   * The stream has a block of this name. Called once a name, after {@link #refusal}.
   *
   * @param bytes as the stream says, a positive multiple of the page
   */
  Block block(String name, long bytes);

  /** The pages of one block; an address is an offset in bytes inside it, a multiple of the page. */
  interface Block {

    /** Gets the page, {@link RamRecord#PAGE_BYTES} bytes. */
    void page(long address, StateInput in) throws IOException;

    /** The page is zero. */
    void zeroPage(long address);

    /** Gets {@code length} bytes, at most a page: what changed in the page, see {@link Xbzrle}. */
    void changes(long address, int length, StateInput in) throws IOException;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import java.lang.foreign.Arena;

/** Where a machine keeps its RAM. A load fills a fresh one and swaps it in, or frees it. */
public final class RamHost {

  private final long bytes;
  private volatile GuestRam current;

  /** Holds RAM of {@code bytes}, a multiple of {@link GuestRam#PAGE}, all zero. */
  public RamHost(long bytes) {
    this.bytes = bytes;
    this.current = fresh(bytes);
  }

  /** Size in bytes; the same for each RAM that this machine will ever have. */
  public long bytes() {
    return bytes;
  }

  /** The machine's RAM. Any thread; whoever keeps the answer drops it when the guest is paused. */
  public GuestRam current() {
    return current;
  }

  /**
   * RAM of the machine's size, all zero, that nobody else sees. The caller either {@link #adopt}s
   * it or frees it.
   *
   * @throws OutOfMemoryError if there is no room for it; the message names the size
   */
  public GuestRam allocate() {
    return fresh(bytes);
  }

  /**
   * Makes {@code fresh} the machine's RAM. The guest is paused and no save runs: nobody reads the
   * old one.
   *
   * @return what it had, for the caller to free, which takes time and need not be done at once
   */
  public GuestRam adopt(GuestRam fresh) {
    if (fresh.bytes() != bytes) {
      throw new IllegalArgumentException(
          fresh.bytes() + " bytes for a machine of " + bytes + " bytes");
    }
    GuestRam old = current;
    current = fresh;
    return old;
  }

  /** Gives the RAM back, at the machine's end. */
  public void free() {
    current.free();
  }

  private static GuestRam fresh(long bytes) {
    Arena arena = SparseArena.ofShared();
    boolean whole = false;
    try {
      GuestRam ram = new GuestRam(bytes, arena);
      whole = true;
      return ram;
    } finally {
      if (!whole) {
        arena.close();
      }
    }
  }
}

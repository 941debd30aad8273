// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.memory.PageMarks;
import org.savevm4j.hpt.SlotBitmap;

/**
 * Passes over a guest's RAM in the bytes of section "ram": 8 and 4096 bytes a page, 8 and 1 for one
 * that the guest never stored to. One thread, guest standing still.
 */
final class RamPasses implements VirtualPrecopy.Source {

  private static final int HEADER_BYTES = 8;

  /** Bytes of a page that is not zero. */
  static final long PAGE_BYTES = HEADER_BYTES + GuestRam.PAGE;

  private final GuestRam ram;
  private boolean first = true;

  RamPasses(GuestRam ram) {
    this.ram = ram;
  }

  @Override
  public long nextBytes() {
    long dirty = take();
    if (!first) {
      return dirty * PAGE_BYTES;
    }
    first = false;
    SlotBitmap touched = ram.touchedPages();
    long pages = 0;
    for (long word = 0; word < touched.words(); word++) {
      pages += Long.bitCount(touched.word(word));
    }
    return pages * PAGE_BYTES + (ram.bytes() / GuestRam.PAGE - pages) * (HEADER_BYTES + 1);
  }

  private long take() {
    PageMarks dirty = ram.dirtyPages();
    long pages = 0;
    for (long word = dirty.next(0); word < dirty.words(); word = dirty.next(word + 1)) {
      pages += Long.bitCount(dirty.take(word));
    }
    return pages;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/**
 * Changes of a page that the receiver holds already: bytes that stay, and new bytes, in turn.
 *
 * <pre>
 *   { zrun  nzrun  nzrun new bytes }*
 * </pre>
 *
 * <p>Both lengths are uleb128 of one or two bytes: seven bits each, the low ones first, bit 7 set
 * in the first of two. Only the first zrun may be 0, no nzrun is; what the runs do not reach stays.
 */
final class Xbzrle {

  /** The byte that says that this encoding follows, then be16 length in bytes. */
  static final int ENCODING = 0x01;

  private static final int MORE = 0x80;

  private final StateInput in;
  private final MemorySegment page;
  private final long end;

  private Xbzrle(StateInput in, MemorySegment page, int length) {
    this.in = in;
    this.page = page;
    this.end = in.position() + length;
  }

  /**
   * Gets {@code length} bytes and changes a page by them.
   *
   * @throws MalformedStreamException if they reach beyond the page or themselves; the page may have
   *     changed in part then
   */
  static void apply(StateInput in, int length, MemorySegment page) throws IOException {
    new Xbzrle(in, page, length).apply();
  }

  private void apply() throws IOException {
    boolean first = true;
    for (long at = 0; in.position() < end; ) {
      at += run("run that stays", first ? 0 : 1, page.byteSize() - at);
      long fresh = run("run that changes", 1, page.byteSize() - at);
      if (fresh > end - in.position()) {
        throw new MalformedStreamException(
            in.position(),
            "new bytes of a page",
            fresh + " bytes",
            "at most the " + (end - in.position()) + " that are left of its changes");
      }
      in.get(page, at, fresh);
      at += fresh;
      first = false;
    }
  }

  private long run(String name, long least, long most) throws IOException {
    long offset = in.position();
    long run = next(name, offset);
    if (run >= MORE) {
      long high = next(name, offset);
      if (high >= MORE) {
        throw new MalformedStreamException(
            offset, name, "longer than two bytes", "a length of one or two bytes");
      }
      run = run & MORE - 1 | high << 7;
    }
    if (run < least || run > most) {
      throw new MalformedStreamException(
          offset, name, run + " bytes", least + " to the " + most + " that the page has left");
    }
    return run;
  }

  private long next(String name, long offset) throws IOException {
    if (in.position() == end) {
      throw new MalformedStreamException(
          offset, name, "cut off", "a length before the changes end");
    }
    return in.get8();
  }
}

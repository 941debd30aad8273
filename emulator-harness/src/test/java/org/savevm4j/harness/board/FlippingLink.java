// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.TransportException;

/** A source's link that flips one bit of what it writes, once. */
final class FlippingLink extends LinkAround {

  private static final byte FOOTER = 0x7e;
  private static final int PAGE_RECORD = 4096 + 8;
  private static final int PAGE_FLAG = 8;

  /** The end of a payload of section ram, whose id is 0, and its footer. */
  private static final byte[] END_OF_RAM_PART = {0, 0, 0, 0, 0, 0, 0, 0x10, FOOTER, 0, 0, 0, 0};

  private final ToIntFunction<ByteBuffer> where;
  private volatile boolean flipped;

  /**
   * @param where the index in a write of the byte to change, or -1: not in this one
   */
  FlippingLink(Link link, ToIntFunction<ByteBuffer> where) {
    super(link);
    this.where = where;
  }

  /** A byte of the last page of a part of section ram. */
  static int inPage(ByteBuffer written) {
    for (int at = PAGE_RECORD; at + END_OF_RAM_PART.length <= written.limit(); at++) {
      if (startsWith(written, at, END_OF_RAM_PART)
          && (written.getLong(at - PAGE_RECORD) & PAGE_FLAG) != 0) {
        return at - 100;
      }
    }
    return -1;
  }

  /** The length of the VMDESC, which becomes more than will come. */
  static int inVmdescLength(ByteBuffer written) {
    return startsWith(written, 0, new byte[] {0, 6, 0}) ? 3 : -1;
  }

  boolean hasFlipped() {
    return flipped;
  }

  @Override
  public int write(ByteBuffer source) throws TransportException {
    int at = flipped ? -1 : where.applyAsInt(source.slice());
    if (at < 0) {
      return link.write(source);
    }
    flipped = true;
    int bytes = source.remaining();
    ByteBuffer changed = ByteBuffer.allocate(bytes).put(source).flip();
    changed.put(at, (byte) (changed.get(at) ^ 0x10));
    while (changed.hasRemaining()) {
      link.write(changed);
    }
    return bytes;
  }

  private static boolean startsWith(ByteBuffer written, int at, byte[] with) {
    return at + with.length <= written.limit()
        && written.slice(at, with.length).equals(ByteBuffer.wrap(with));
  }
}

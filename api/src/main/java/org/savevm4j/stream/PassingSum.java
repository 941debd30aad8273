// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC32C of what passes a staging buffer, summed where it stands there, a stretch at a time.
 * Owned by the thread that owns the buffer. While it is off, nothing is summed.
 */
final class PassingSum {

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer staging;
  private boolean on;

  /** Where in the staging buffer the first byte stands that is not summed yet. */
  private long from;

  /**
   * @param staging native
   */
  PassingSum(MemorySegment staging) {
    this.staging = staging.asByteBuffer();
  }

  /** Sums anew, from {@code at} in the staging buffer on. */
  void start(long at) {
    crc.reset();
    on = true;
    from = at;
  }

  void stop() {
    on = false;
  }

  /** What has passed up to {@code to} in the staging buffer is summed. */
  void passed(long to) {
    if (on && to > from) {
      crc.update(staging.limit((int) to).position((int) from));
      from = to;
    }
  }

  /** The next byte to sum stands at {@code at} in the staging buffer. */
  void goOnAt(long at) {
    from = at;
  }

  /** Sums bytes that go past the staging buffer; its position moves to its limit. */
  void passedBy(ByteBuffer bytes) {
    if (on) {
      crc.update(bytes);
    }
  }

  int value() {
    return (int) crc.getValue();
  }
}

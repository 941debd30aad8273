// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.nio.ByteBuffer;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.CorruptBlockException;

/** A codec whose compressed bytes are the bytes, so that a fuzzer gets through it. */
final class BytesAsTheyAre implements BlockCodec {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public int compress(
      ByteBuffer source, int from, int length, ByteBuffer target, int at, int room) {
    throw new UnsupportedOperationException("only unpacks");
  }

  @Override
  public int decompress(
      ByteBuffer source, int from, int length, ByteBuffer target, int at, int room)
      throws CorruptBlockException {
    if (length > room) {
      throw new CorruptBlockException(length + " bytes for a room of " + room);
    }
    target.put(at, source, from, length);
    return length;
  }

  @Override
  public void close() {
    // keeps nothing
  }
}

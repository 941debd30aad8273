// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.savevm4j.hpt.SlotBitmap;

/** Digest of sparse memory that may be larger than an array. */
final class Sha256 {

  private static final long PIECE_BYTES = 1 << 20;

  private Sha256() {}

  /**
   * Of all bytes in their order, hexadecimal. Pieces in which nothing is used are taken for zero
   * and not read, so that untouched memory stays untouched.
   *
   * @param unitBytes bytes that one bit of {@code used} stands for, a power of two
   */
  static String of(MemorySegment memory, int unitBytes, SlotBitmap used) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java runtime has SHA-256", missing);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment zeroes = arena.allocate(PIECE_BYTES);
      for (long at = 0; at < memory.byteSize(); at += PIECE_BYTES) {
        long bytes = Math.min(PIECE_BYTES, memory.byteSize() - at);
        MemorySegment piece =
            isUsed(used, at / unitBytes, (at + bytes) / unitBytes)
                ? memory.asSlice(at, bytes)
                : zeroes.asSlice(0, bytes);
        digest.update(piece.asByteBuffer());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean isUsed(SlotBitmap used, long from, long to) {
    for (long unit = from; unit < to; unit = (unit | 63) + 1) {
      if (used.word(unit >>> 6) != 0) {
        return true;
      }
    }
    return false;
  }
}

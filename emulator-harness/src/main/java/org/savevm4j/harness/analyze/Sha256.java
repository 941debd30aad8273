// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digest of memory that may be larger than an array. */
final class Sha256 {

  private static final long PIECE_BYTES = 1 << 20;

  private Sha256() {}

  /** Of all bytes in their order, hexadecimal. */
  static String of(MemorySegment memory) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java runtime has SHA-256", missing);
    }
    for (long at = 0; at < memory.byteSize(); at += PIECE_BYTES) {
      digest.update(
          memory.asSlice(at, Math.min(PIECE_BYTES, memory.byteSize() - at)).asByteBuffer());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of bytes that come one after the other. One thread. */
final class Sha256 {

  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java runtime has SHA-256", missing);
    }
  }

  void update(ByteBuffer bytes) {
    digest.update(bytes);
  }

  /** Of all bytes so far, 64 hexadecimal digits; once. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Private keys in PKCS #8 (RFC 5958), in DER.
 *
 * <pre>
 *   SEQUENCE { INTEGER 0, algorithm, OCTET STRING { the key as PKCS #1 or SEC 1 have it } }
 * </pre>
 *
 * The public key of a certificate tells the algorithm, in the same form: SEQUENCE { algorithm, BIT
 * STRING }.
 */
final class Pkcs8 {

  private static final byte SEQUENCE = 0x30;
  private static final byte OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /** Lengths from here on take bytes of their own. */
  private static final int LONG_FORM = 0x80;

  private static final byte[] PROBE = VERSION_0;

  private Pkcs8() {}

  /** Puts around an older key what PKCS #8 has there. */
  static byte[] around(byte[] key, PublicKey of) {
    return element(SEQUENCE, join(VERSION_0, algorithm(of), element(OCTET_STRING, key)));
  }

  /** Whether what the one signs the other finds right. */
  static boolean isPair(PrivateKey key, PublicKey known) throws GeneralSecurityException {
    String algorithm =
        switch (known.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> known.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(PROBE);
    return signature.verify(signed);
  }

  private static byte[] algorithm(PublicKey of) {
    byte[] der = of.getEncoded();
    int at = contents(der, 0);
    int end = contents(der, at) + length(der, at);
    return Arrays.copyOfRange(der, at, end);
  }

  /** Where the contents of the element at {@code at} begin. */
  private static int contents(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return first < LONG_FORM
        ? first
        : HexFormat.fromHexDigits(HexFormat.of().formatHex(der, at + 2, contents(der, at)));
  }

  private static byte[] element(byte tag, byte[] contents) {
    int length = contents.length;
    if (length < LONG_FORM) {
      return join(new byte[] {tag, (byte) length}, contents);
    }
    // DER wants as few bytes as will do
    byte[] digits = HexFormat.of().parseHex(evenDigits(length));
    return join(new byte[] {tag, (byte) (LONG_FORM + digits.length)}, digits, contents);
  }

  private static String evenDigits(int number) {
    String digits = Integer.toHexString(number);
    return digits.length() % 2 == 0 ? digits : "0" + digits;
  }

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}

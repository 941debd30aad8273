// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of PEM text (RFC 7468): certificates, or one private key. What stands before and after the
 * armour is passed over. A key is PKCS #8 (RFC 5958), or older: PKCS #1 for RSA (RFC 8017), SEC 1
 * for EC (RFC 5915).
 */
record PemFile(Path path) {

  /** Far more than chains have; nobody is to wait for a file that never ends. */
  private static final long MOST_BYTES = 1 << 20;

  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.+?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);

  boolean exists() {
    return Files.exists(path);
  }

  /** All certificates in it, in their order, at least one. */
  List<X509Certificate> certificates() throws CredentialsException {
    byte[] bytes = bytes();
    try {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw new CredentialsException(path, "has no certificate in PEM");
      }
      return all;
    } catch (CertificateException e) {
      throw new CredentialsException(path, "has no certificate in PEM: " + e.getMessage(), e);
    }
  }

  /** The private key that belongs to a certificate's key. */
  PrivateKey key(PublicKey known) throws CredentialsException {
    Matcher armour = KEY.matcher(new String(bytes(), StandardCharsets.ISO_8859_1));
    if (!armour.find()) {
      throw new CredentialsException(path, "has no private key in PEM");
    }
    String kind = armour.group(1).strip();
    if (kind.equals("ENCRYPTED") || armour.group(2).contains("ENCRYPTED")) {
      throw new CredentialsException(
          path, "the key is encrypted; give it plain, in a file that only its owner can read");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(armour.group(2));
      byte[] pkcs8 = kind.isEmpty() ? der : Pkcs8.around(der, known);
      PrivateKey key =
          KeyFactory.getInstance(known.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (!Pkcs8.isPair(key, known)) {
        throw new CredentialsException(path, "is not the key of the certificate beside it");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CredentialsException(
          path, "has no key of the kind %s in PEM".formatted(known.getAlgorithm()), e);
    }
  }

  private byte[] bytes() throws CredentialsException {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new CredentialsException(path, "is longer than " + MOST_BYTES + " bytes");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new CredentialsException(path, "no such file", e);
    } catch (CredentialsException e) {
      throw e;
    } catch (IOException e) {
      throw new CredentialsException(path, "cannot be read: " + e.getMessage(), e);
    }
  }
}

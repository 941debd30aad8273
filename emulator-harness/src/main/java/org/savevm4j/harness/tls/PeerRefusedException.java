// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A peer's certificate that is not taken: whose it is, and why, in words that go into a line. */
final class PeerRefusedException extends CertificateException {

  private static final long serialVersionUID = 1L;

  /** Longest name that is told; a peer may call itself what it likes. */
  private static final int MOST_NAME = 200;

  private PeerRefusedException(String message, CertificateException cause) {
    super(message, cause);
  }

  /**
   * @param certificate the peer's own
   * @param host whose it should have been, or null: anybody's
   * @param fault what the JDK found
   */
  static PeerRefusedException of(
      X509Certificate certificate, @Nullable String host, CertificateException fault) {
    return new PeerRefusedException(
        "its certificate " + subject(certificate) + " " + reason(certificate, host, fault), fault);
  }

  /** The name that a certificate is for, on one line. */
  static String subject(X509Certificate certificate) {
    String name = certificate.getSubjectX500Principal().getName();
    String told = name.length() > MOST_NAME ? name.substring(0, MOST_NAME) + "..." : name;
    return "'" + printable(told) + "'";
  }

  /** What a peer made us say, without what would end the line. */
  static String printable(String text) {
    return text.replaceAll("[^\\p{Print}\\p{L}]", "?");
  }

  private static String reason(
      X509Certificate certificate, @Nullable String host, CertificateException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateExpiredException _ -> {
          return expired(certificate);
        }
        case CertificateNotYetValidException _ -> {
          return "or one that signed it is not valid yet; compare the clocks of both hosts";
        }
        case CertPathBuilderException _ -> {
          return "is not signed by a CA of ca-cert.pem";
        }
        case CertPathValidatorException invalid -> {
          if (invalid.getCause() == null) {
            return "is not valid: " + printable(String.valueOf(invalid.getMessage()));
          }
        }
        default -> {
          // a deeper cause says more
        }
      }
    }
    String message = printable(String.valueOf(fault.getMessage()));
    // what else is wrong has a subclass of the JDK's own
    return host != null && fault.getClass() == CertificateException.class
        ? "is not for host '%s' (%s); tls-hostname says for which it should be"
            .formatted(printable(host), message)
        : "is not valid: " + message;
  }

  private static String expired(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return "is signed by one that has expired";
    } catch (CertificateExpiredException _) {
      return "has expired on " + certificate.getNotAfter().toInstant();
    } catch (CertificateNotYetValidException _) {
      return "is not valid yet; compare the clocks of both hosts";
    }
  }
}

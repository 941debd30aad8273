// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TransportException;

/**
 * What is told of a link on which TLS fails: one line, with the peer's address, the subject of the
 * certificate that was refused, and why.
 *
 * @param own this side's certificate, or null
 */
record TlsWords(MigrationUri uri, Link link, boolean client, @Nullable X509Certificate own) {

  /** TLS record types that a handshake begins with or ends in, RFC 8446, 5.1. */
  private static final Set<Integer> BEGINNINGS = Set.of(21, 22);

  /** Alerts that are about this side's certificate. */
  private static final Set<String> ABOUT_CERTIFICATES =
      Set.of(
          "access_denied",
          "bad_certificate",
          "certificate_expired",
          "certificate_required",
          "certificate_revoked",
          "certificate_unknown",
          "unknown_ca",
          "unsupported_certificate");

  private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]+)");

  /** The JDK's messages begin with the alert that it sends. */
  private static final Pattern SENT = Pattern.compile("^\\([a-z_]+\\) ");

  /**
   * The handshake failed.
   *
   * @param first the peer's first byte, or -1
   */
  TransportException refused(SSLException fault, int first) {
    TransportException alert = alert(fault);
    if (alert != null) {
      return alert;
    }
    return of(
        fault, "%s was refused in the TLS handshake: %s".formatted(link.peer(), why(fault, first)));
  }

  /** After the handshake something came that is no TLS, or an alert. */
  TransportException wrong(SSLException fault) {
    TransportException alert = alert(fault);
    return alert != null ? alert : of(fault, "a TLS record is wrong: " + message(fault));
  }

  /** The link broke, or just ended, before both sides had agreed. */
  TransportException endedInHandshake(@Nullable TransportException fault) {
    String line =
        "the link to %s ended in the TLS handshake; see what the other side says"
            .formatted(link.peer());
    return fault == null
        ? new TransportException(uri, line)
        : new TransportException(uri, line, fault);
  }

  /** The link ended as links end that are cut. */
  TransportException cut() {
    return new TransportException(
        uri, "the link ended without TLS's close_notify: it was cut, or the other side is gone");
  }

  private @Nullable TransportException alert(SSLException fault) {
    Matcher alert = ALERT.matcher(String.valueOf(fault.getMessage()));
    if (!alert.find()) {
      return null;
    }
    String name = alert.group(1);
    String what =
        !ABOUT_CERTIFICATES.contains(name)
            ? "ended the link"
            : own == null
                ? "refused this side, which has no certificate"
                : "refused this side's certificate " + PeerRefusedException.subject(own);
    return of(fault, "%s %s (TLS alert %s); see what it says".formatted(link.peer(), what, name));
  }

  private static String why(SSLException fault, int first) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof PeerRefusedException refused) {
        return String.valueOf(refused.getMessage());
      }
    }
    if (!BEGINNINGS.contains(first)) {
      return "it does not speak TLS, which tls-creds asks for";
    }
    String message = message(fault);
    return message.contains("Empty client certificate chain")
        ? "it has no certificate, which verify-peer=on asks for"
        : message;
  }

  private static String message(SSLException fault) {
    String message = String.valueOf(fault.getMessage());
    return PeerRefusedException.printable(SENT.matcher(message).replaceFirst(""));
  }

  private TransportException of(SSLException fault, String line) {
    return new TransportException(uri, line, fault);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Locale;
import org.savevm4j.harness.tls.Certificates;

/** What goes wrong in a migration over TLS, as docs/failures.md names it. */
enum TlsFault {
  DESTINATION_OF_ANOTHER_CA,
  SOURCE_OF_ANOTHER_CA,
  DESTINATION_EXPIRED,
  SOURCE_EXPIRED,
  DESTINATION_OF_ANOTHER_HOST,
  SOURCE_WITHOUT_CERTIFICATE,
  SOURCE_WITHOUT_TLS,
  DESTINATION_WITHOUT_TLS,
  CUT_IN_THE_HANDSHAKE,
  STALL_IN_THE_HANDSHAKE,
  CUT_IN_THE_MIDDLE,
  STALL_IN_THE_MIDDLE;

  static TlsFault of(String words) {
    return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  /** Whose certificate the destination has; null: it has no TLS. */
  String destination() {
    return switch (this) {
      case DESTINATION_OF_ANOTHER_CA -> Certificates.STRANGER;
      case DESTINATION_EXPIRED -> Certificates.EXPIRED;
      case DESTINATION_OF_ANOTHER_HOST -> Certificates.ELSEWHERE;
      case DESTINATION_WITHOUT_TLS -> null;
      default -> Certificates.SERVER;
    };
  }

  /** Whose certificate the source has, "" for none; null: it has no TLS. */
  String source() {
    return switch (this) {
      case SOURCE_OF_ANOTHER_CA -> Certificates.STRANGER;
      case SOURCE_EXPIRED -> Certificates.EXPIRED;
      case SOURCE_WITHOUT_CERTIFICATE -> "";
      case SOURCE_WITHOUT_TLS -> null;
      default -> Certificates.CLIENT;
    };
  }

  /** What happens to the link. */
  boolean stalls() {
    return this == STALL_IN_THE_HANDSHAKE || this == STALL_IN_THE_MIDDLE;
  }

  boolean cuts() {
    return this == CUT_IN_THE_HANDSHAKE || this == CUT_IN_THE_MIDDLE;
  }

  /** The first that goes over the link is half of the handshake. */
  FaultPhase phase() {
    return this == CUT_IN_THE_MIDDLE || this == STALL_IN_THE_MIDDLE
        ? FaultPhase.FIRST_PASS
        : FaultPhase.SETUP;
  }
}

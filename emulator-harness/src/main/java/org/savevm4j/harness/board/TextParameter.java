// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.savevm4j.harness.savevm.MigrationParameters;

/** A parameter of migrations that is a text, as monitors name it; empty is none. */
public enum TextParameter {
  TLS_CREDS("tls-creds"),
  TLS_HOSTNAME("tls-hostname");

  private final String qemuName;

  TextParameter(String qemuName) {
    this.qemuName = qemuName;
  }

  public String qemuName() {
    return qemuName;
  }

  /** Its value among {@code parameters}. */
  public String of(MigrationParameters parameters) {
    return switch (this) {
      case TLS_CREDS -> parameters.tls().creds();
      case TLS_HOSTNAME -> parameters.tls().hostname();
    };
  }
}

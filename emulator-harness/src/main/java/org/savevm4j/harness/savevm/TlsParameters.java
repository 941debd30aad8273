// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/**
 * How a link is protected, in QEMU's words; empty where nothing is set.
 *
 * @param creds the object that has the credentials, or none: no TLS
 * @param hostname whose certificate the destination must have, or none: that of the host in the URI
 */
public record TlsParameters(String creds, String hostname) {

  public static final TlsParameters NONE = new TlsParameters("", "");
}

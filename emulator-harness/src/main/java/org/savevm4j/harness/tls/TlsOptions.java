// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.nio.file.Path;

/**
 * The properties of an object tls-creds-x509, as QEMU has them.
 *
 * @param dir the folder of its PEM files
 * @param verifyPeer whether the other side must have a certificate of a CA that is known here, and
 *     one for its own host if it is the server
 */
public record TlsOptions(Path dir, TlsEndpoint endpoint, boolean verifyPeer) {

  /** The type of such objects. */
  public static final String TYPE = "tls-creds-x509";
}

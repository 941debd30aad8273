// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks a peer's certificates as the JDK does, and says who was refused and why. With the name of
 * a host, if the engine was told to check that.
 */
final class PeerCheck extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager check;
  private final boolean verifyPeer;

  /**
   * @param verifyPeer false takes whoever comes; the operator said so
   */
  PeerCheck(X509ExtendedTrustManager check, boolean verifyPeer) {
    this.check = check;
    this.verifyPeer = verifyPeer;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (verifyPeer) {
      try {
        check.checkClientTrusted(chain, authType, engine);
      } catch (CertificateException refused) {
        throw PeerRefusedException.of(chain[0], null, refused);
      }
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (verifyPeer) {
      try {
        check.checkServerTrusted(chain, authType, engine);
      } catch (CertificateException refused) {
        throw PeerRefusedException.of(chain[0], engine.getPeerHost(), refused);
      }
    }
  }

  /** None: else a client of another CA would keep its certificate back, and could not be named. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw onlyEngines();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw onlyEngines();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw onlyEngines();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    throw onlyEngines();
  }

  private static UnsupportedOperationException onlyEngines() {
    return new UnsupportedOperationException("only an engine knows whom it expects");
  }
}

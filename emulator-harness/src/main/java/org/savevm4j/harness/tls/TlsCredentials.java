// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;

/**
 * Who this side is, and whom it trusts: an object tls-creds-x509, of PEM files with QEMU's names.
 *
 * <pre>
 *   ca-cert.pem                        whose signatures are trusted
 *   server-cert.pem, server-key.pem    of who listens
 *   client-cert.pem, client-key.pem    of who connects; both may be missing
 * </pre>
 *
 * The files are read once. Any thread.
 */
public final class TlsCredentials {

  private static final String PROTOCOL = "TLSv1.3";
  private static final char[] NO_PASSWORD = {};

  /**
   * Above the most that a ticket may live, so that servers send none. A ticket that lies unread at
   * a source which reads nothing would have its close cut off the end of its stream; and each
   * connection is to be checked in full.
   */
  private static final int NO_TICKETS_SECONDS = 8 * 24 * 3600;

  private final TlsOptions options;
  private final SSLContext context;
  private final @Nullable X509Certificate own;

  private TlsCredentials(TlsOptions options, SSLContext context, @Nullable X509Certificate own) {
    this.options = options;
    this.context = context;
    this.own = own;
  }

  /**
   * Reads the files.
   *
   * @throws CredentialsException one line, if a file is missing or wrong
   */
  public static TlsCredentials read(TlsOptions options) throws CredentialsException {
    PemFile revoked = new PemFile(options.dir().resolve("ca-crl.pem"));
    if (revoked.exists()) {
      throw new CredentialsException(
          revoked.path(), "lists of revoked certificates are not known here; take it away");
    }
    try {
      KeyStore trusted = emptyStore();
      for (X509Certificate ca : new PemFile(options.dir().resolve("ca-cert.pem")).certificates()) {
        trusted.setCertificateEntry("ca" + trusted.size(), ca);
      }
      KeyStore keys = emptyStore();
      X509Certificate own = readOwn(options, keys);
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(keys, NO_PASSWORD);
      context.init(
          keyManagers.getKeyManagers(),
          new TrustManager[] {new PeerCheck(pkix(trusted), options.verifyPeer())},
          null);
      context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
      return new TlsCredentials(options, context, own);
    } catch (CredentialsException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new CredentialsException(
          options.dir(), "the JDK takes no credentials of it: " + e.getMessage(), e);
    }
  }

  public TlsOptions options() {
    return options;
  }

  /**
   * TLS over a link; nothing is read or written yet.
   *
   * @param uri for messages
   * @param host whose certificate a server must have, or null: of any host. Servers are not asked
   *     for one
   */
  public Link around(MigrationUri uri, Link link, @Nullable String host) {
    boolean client = options.endpoint() == TlsEndpoint.CLIENT;
    SSLEngine engine = context.createSSLEngine(host, -1);
    engine.setUseClientMode(client);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    parameters.setNeedClientAuth(!client && options.verifyPeer());
    if (client && host != null) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return new TlsLink(link, engine, new TlsWords(uri, link, client, own));
  }

  private static @Nullable X509Certificate readOwn(TlsOptions options, KeyStore keys)
      throws GeneralSecurityException, CredentialsException {
    String name = options.endpoint().qemuName();
    PemFile certificates = new PemFile(options.dir().resolve(name + "-cert.pem"));
    PemFile key = new PemFile(options.dir().resolve(name + "-key.pem"));
    boolean optional = options.endpoint() == TlsEndpoint.CLIENT;
    if (optional && !certificates.exists() && !key.exists()) {
      return null;
    }
    List<X509Certificate> chain = certificates.certificates();
    X509Certificate own = chain.getFirst();
    keys.setKeyEntry(
        name, key.key(own.getPublicKey()), NO_PASSWORD, chain.toArray(Certificate[]::new));
    return own;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static X509ExtendedTrustManager pkix(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates and keys that the JDK's keytool makes, once in a process, and that tests have as PEM
 * files.
 */
public final class Certificates {

  public static final String CA = "ca";

  /** For 127.0.0.1 and localhost, EC. */
  public static final String SERVER = "server";

  /** RSA. */
  public static final String CLIENT = "client";

  /** For a host elsewhere.example. */
  public static final String ELSEWHERE = "elsewhere";

  public static final String EXPIRED = "expired";

  /** For 127.0.0.1, signed by nobody else. */
  public static final String STRANGER = "stranger";

  private static final char[] PASSWORD = "password".toCharArray();
  private static final String LOOPBACK = "san=ip:127.0.0.1,dns:localhost";
  private static final String[] EC = {"-keyalg", "EC", "-groupname", "secp256r1"};
  private static final String[] RSA = {"-keyalg", "RSA", "-keysize", "2048"};

  /** Signed by the CA, for 127.0.0.1, valid until two days ago. */
  private static final String[] EXPIRY = {
    "-signer", CA, "-ext", LOOPBACK, "-startdate", "-3d", "-validity", "1"
  };

  private static final KeyStore STORE = make();

  private Certificates() {}

  /** The subject of an alias's certificate, as lines have it. */
  public static String subject(String alias) {
    return "'CN=" + alias + ",O=Tests'";
  }

  /**
   * Fills a folder.
   *
   * @param ca whose signatures are trusted
   * @param own whose certificate and key it has, as {@code endpoint}; none for ""
   */
  public static Path write(Path folder, String ca, String own, TlsEndpoint endpoint)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("ca-cert.pem"), certificate(ca));
    if (!own.isEmpty()) {
      Path cert = folder.resolve(endpoint.qemuName() + "-cert.pem");
      Files.writeString(cert, certificate(own));
      Files.writeString(folder.resolve(endpoint.qemuName() + "-key.pem"), key(own));
    }
    return folder;
  }

  /** The JDK's own TLS, for a peer that is not ours; it trusts the CA. */
  static SSLContext context(String own) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, PASSWORD);
    Certificate[] chain = {STORE.getCertificate(own)};
    keys.setKeyEntry(own, STORE.getKey(own, PASSWORD), PASSWORD, chain);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry(CA, STORE.getCertificate(CA));
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, PASSWORD);
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  static String certificate(String alias) throws GeneralSecurityException {
    return armour("CERTIFICATE", STORE.getCertificate(alias).getEncoded());
  }

  static String key(String alias) throws GeneralSecurityException {
    return armour("PRIVATE KEY", STORE.getKey(alias, PASSWORD).getEncoded());
  }

  static byte[] pkcs8(String alias) throws GeneralSecurityException {
    return STORE.getKey(alias, PASSWORD).getEncoded();
  }

  static String armour(String kind, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, base64, kind);
  }

  private static KeyStore make() {
    try {
      Path folder = Files.createTempDirectory("certificates");
      try {
        await(start(folder, CA, EC, "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign"));
        List<Process> all =
            List.of(
                start(folder, SERVER, EC, "-signer", CA, "-ext", LOOPBACK),
                start(folder, CLIENT, RSA, "-signer", CA),
                start(folder, ELSEWHERE, EC, "-signer", CA, "-ext", "san=dns:elsewhere.example"),
                start(folder, EXPIRED, EC, EXPIRY),
                start(folder, STRANGER, EC, "-ext", LOOPBACK));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        for (Process each : all) {
          await(each);
        }
        for (String alias : List.of(CA, SERVER, CLIENT, ELSEWHERE, EXPIRED, STRANGER)) {
          KeyStore made = KeyStore.getInstance("PKCS12");
          try (InputStream in = Files.newInputStream(folder.resolve(alias))) {
            made.load(in, PASSWORD);
          }
          Certificate[] chain = {made.getCertificate(alias)};
          store.setKeyEntry(alias, made.getKey(alias, PASSWORD), PASSWORD, chain);
        }
        return store;
      } finally {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts keytool on a copy of the CA's store, so that some can be at work at the same time. */
  private static Process start(Path folder, String alias, String[] algorithm, String... more)
      throws IOException {
    Path store = folder.resolve(alias);
    if (!alias.equals(CA)) {
      Files.copy(folder.resolve(CA), store);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of("-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD), "-alias", alias));
    command.addAll(List.of("-dname", "CN=" + alias + ",O=Tests"));
    command.addAll(List.of(algorithm));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void await(Process process) throws IOException {
    try (InputStream said = process.getInputStream()) {
      String text = new String(said.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(text);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }
}

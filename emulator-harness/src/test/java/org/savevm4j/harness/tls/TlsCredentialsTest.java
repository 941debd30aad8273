// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TlsCredentialsTest {

  private static final TlsEndpoint SERVER = TlsEndpoint.SERVER;

  @TempDir private Path folder;

  @Test
  void fileThatIsMissingIsNamed() throws Exception {
    assertRefusal("ca-cert.pem: no such file");
    Certificates.write(folder, Certificates.CA, "", SERVER);
    assertRefusal("server-cert.pem: no such file");
    Certificates.write(folder, Certificates.CA, Certificates.SERVER, SERVER);
    Files.delete(folder.resolve("server-key.pem"));
    assertRefusal("server-key.pem: no such file");
  }

  @Test
  void clientNeedsNoCertificateOfItsOwnButNotHalfOfOne() throws Exception {
    Certificates.write(folder, Certificates.CA, "", TlsEndpoint.CLIENT);
    TlsOptions client = new TlsOptions(folder, TlsEndpoint.CLIENT, true);
    assertEquals(client, TlsCredentials.read(client).options());
    Certificates.write(folder, Certificates.CA, Certificates.CLIENT, TlsEndpoint.CLIENT);
    Files.delete(folder.resolve("client-cert.pem"));
    CredentialsException half =
        assertThrows(CredentialsException.class, () -> TlsCredentials.read(client));
    assertEquals(folder.resolve("client-cert.pem") + ": no such file", half.getMessage());
  }

  @Test
  void filesWithoutWhatTheyAreForAreNamed() throws Exception {
    Certificates.write(folder, Certificates.CA, Certificates.SERVER, SERVER);
    Path key = folder.resolve("server-key.pem");
    Files.writeString(key, Certificates.key(Certificates.ELSEWHERE));
    assertRefusal("server-key.pem: is not the key of the certificate beside it");
    Files.writeString(key, Certificates.key(Certificates.CLIENT));
    assertRefusal("server-key.pem: has no key of the kind EC in PEM");
    Files.writeString(key, Certificates.armour("ENCRYPTED PRIVATE KEY", new byte[40]));
    assertRefusal(
        "server-key.pem: the key is encrypted; give it plain, in a file that only its owner can"
            + " read");
    Files.writeString(key, Certificates.certificate(Certificates.SERVER));
    assertRefusal("server-key.pem: has no private key in PEM");
    Files.writeString(folder.resolve("server-cert.pem"), "");
    assertRefusal("server-cert.pem: has no certificate in PEM");
    Files.writeString(folder.resolve("ca-crl.pem"), "");
    assertRefusal("ca-crl.pem: lists of revoked certificates are not known here; take it away");
  }

  @Test
  void olderKeysAreTakenAndTextAroundThem() throws Exception {
    for (String alias : new String[] {Certificates.SERVER, Certificates.CLIENT}) {
      Certificates.write(folder, Certificates.CA, alias, SERVER);
      String kind = alias.equals(Certificates.CLIENT) ? "RSA" : "EC";
      Files.writeString(
          folder.resolve("server-key.pem"),
          "Public Key Info:%n%n%s%nthe end%n"
              .formatted(
                  Certificates.armour(
                      kind + " PRIVATE KEY", traditional(alias, publicKey(alias)))));
      TlsCredentials.read(new TlsOptions(folder, SERVER, true));
    }
  }

  @Test
  void whatAPeerCallsItselfStaysOnItsLine() {
    assertEquals("CN=a?b?ü", PeerRefusedException.printable("CN=a\nb\u001bü"));
  }

  /** A key without what PKCS #8 has around it: behind the algorithm and an OCTET STRING's head. */
  private static byte[] traditional(String alias, PublicKey key) throws Exception {
    String hex = HexFormat.of().formatHex(Certificates.pkcs8(alias));
    String inner = hex.replaceFirst("^30(8[12])?.*?020100", "");
    String algorithm =
        HexFormat.of().formatHex(key.getEncoded()).replaceFirst("^30(81|82..)?..", "");
    int length = 2 * Integer.parseInt(algorithm.substring(2, 4), 16) + 4;
    assertEquals(algorithm.substring(0, length), inner.substring(0, length));
    String octets = inner.substring(length);
    int head = octets.startsWith("0482") ? 8 : octets.startsWith("0481") ? 6 : 4;
    return HexFormat.of().parseHex(octets.substring(head));
  }

  private static PublicKey publicKey(String alias) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(
            new ByteArrayInputStream(
                Certificates.certificate(alias).getBytes(StandardCharsets.US_ASCII)))
        .getPublicKey();
  }

  private void assertRefusal(String line) {
    CredentialsException refused =
        assertThrows(
            CredentialsException.class,
            () -> TlsCredentials.read(new TlsOptions(folder, SERVER, true)));
    assertTrue(String.valueOf(refused.getMessage()).endsWith("/" + line), refused::getMessage);
    assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
  }
}

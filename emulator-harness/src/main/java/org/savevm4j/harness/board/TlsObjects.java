// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.TlsParameters;
import org.savevm4j.harness.tls.CredentialsException;
import org.savevm4j.harness.tls.TlsCredentials;
import org.savevm4j.harness.tls.TlsEndpoint;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TcpUri;
import org.savevm4j.harness.transport.TransportException;

/** The credentials of one emulator, by the ids of their objects. Any thread. */
public final class TlsObjects {

  /** What TLS begins with, RFC 8446, 5.1. No stream does. */
  private static final int TLS_HANDSHAKE = 22;

  private final Map<String, TlsCredentials> byId = new ConcurrentHashMap<>();
  private final Supplier<TlsParameters> parameters;

  /**
   * @param parameters which of them are used; asked anew for each link
   */
  TlsObjects(Supplier<TlsParameters> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads an object's files.
   *
   * @throws EmulatorException if there is an object of that id, or a file is missing or wrong
   */
  public void add(TlsObject object) throws EmulatorException {
    try {
      if (byId.putIfAbsent(object.id(), TlsCredentials.read(object.options())) != null) {
        throw new EmulatorException("there is an object '" + object.id() + "' already");
      }
    } catch (CredentialsException wrong) {
      throw new EmulatorException(
          "object '%s': %s".formatted(object.id(), wrong.getMessage()), wrong);
    }
  }

  /**
   * Forgets an object; links that are open keep what they agreed on.
   *
   * @throws EmulatorException if there is none of that id, or it is in use
   */
  public void remove(String id) throws EmulatorException {
    require(id);
    if (parameters.get().creds().equals(id)) {
      throw new EmulatorException("tls-creds names object '" + id + "'; set another, or none");
    }
    byId.remove(id);
  }

  TlsCredentials require(String id) throws EmulatorException {
    TlsCredentials credentials = byId.get(id);
    if (credentials == null) {
      throw new EmulatorException("there is no object '" + id + "'; object-add makes one");
    }
    return credentials;
  }

  /** Whether links are to have TLS. */
  boolean isOn() {
    return !parameters.get().creds().isEmpty();
  }

  /**
   * Looks whether a link can be had as it is to be.
   *
   * @param side which of its sides this one is
   * @return null if it needs no TLS
   * @throws EmulatorException if it needs TLS and cannot have it
   */
  @Nullable TlsCredentials choose(MigrationUri uri, TlsEndpoint side) throws EmulatorException {
    if (!isOn()) {
      return null;
    }
    String id = parameters.get().creds();
    TlsCredentials credentials = require(id);
    if (!uri.twoWay()) {
      throw new EmulatorException("tls-creds is set, but " + uri + " goes one way only");
    }
    if (credentials.options().endpoint() != side) {
      throw new EmulatorException(
          "tls-creds names '%s', which is for endpoint=%s; here it takes one for endpoint=%s"
              .formatted(id, credentials.options().endpoint().qemuName(), side.qemuName()));
    }
    if (side == TlsEndpoint.CLIENT && credentials.options().verifyPeer() && hostOf(uri) == null) {
      throw new EmulatorException(
          "tls-creds is set, but " + uri + " names no host to check; set tls-hostname");
    }
    return credentials;
  }

  /**
   * Refuses a peer whose first byte is TLS's, where there is to be none.
   *
   * @throws TransportException naming the peer
   */
  void requireNoneIfOff(MigrationUri uri, Link peer, int first) throws TransportException {
    if (first == TLS_HANDSHAKE && peer.twoWay() && !isOn()) {
      throw new TransportException(
          uri, peer.peer() + " was refused: it speaks TLS, and tls-creds is not set here");
    }
  }

  /** The link with TLS around it, if that is set. */
  Link around(MigrationUri uri, Link link, TlsEndpoint side) throws IOException {
    try {
      TlsCredentials credentials = choose(uri, side);
      return credentials == null ? link : credentials.around(uri, link, hostOf(uri));
    } catch (EmulatorException impossible) {
      throw new TransportException(
          uri, String.valueOf(impossible.getMessage()), new IOException(impossible));
    }
  }

  private @Nullable String hostOf(MigrationUri uri) {
    String set = parameters.get().hostname();
    if (!set.isEmpty()) {
      return set;
    }
    return uri instanceof TcpUri tcp ? tcp.host() : null;
  }
}

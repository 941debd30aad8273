// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A TCP port of a host.
 *
 * @param host a name or an address, IPv6 without its brackets
 * @param port 0 to 65535; 0 is for listening, and becomes a port that is free
 */
public record TcpUri(String host, int port) implements MigrationUri {

  static final int CONNECT_SECONDS = 10;

  private static final int BACKLOG = 16;

  static TcpUri parse(String text, String rest) throws MigrationUriException {
    int end = rest.startsWith("[") ? rest.indexOf(']') + 1 : rest.indexOf(':');
    boolean bracketless = rest.startsWith("[") && end == 0;
    if (end < 0 || bracketless || end >= rest.length() || rest.charAt(end) != ':') {
      throw new MigrationUriException(
          text, "has no host and port; use tcp:HOST:PORT, with an IPv6 address in brackets");
    }
    String host = rest.startsWith("[") ? rest.substring(1, end - 1) : rest.substring(0, end);
    String port = rest.substring(end + 1);
    if (host.isEmpty()) {
      throw new MigrationUriException(
          text, "has no host; use 127.0.0.1 for this computer, 0.0.0.0 for all its addresses");
    }
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw new MigrationUriException(text, "has no port from 0 to 65535 after its host");
    }
    return new TcpUri(host, Integer.parseInt(port));
  }

  /** Tries all addresses of the host, each for 10 s, and tells the last one's fault. */
  @Override
  public Link connect() throws TransportException {
    if (port == 0) {
      throw new TransportException(this, "port 0 can only be listened on; give the port it became");
    }
    try {
      IOException fault = null;
      for (InetAddress address : InetAddress.getAllByName(host)) {
        try {
          return new ChannelLink(this, connect(new InetSocketAddress(address, port)));
        } catch (IOException e) {
          fault = e;
        }
      }
      throw fault == null ? new TransportException(this, "the host has no address") : fault;
    } catch (IOException e) {
      throw TransportException.of(this, e);
    }
  }

  private static SocketChannel connect(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, CONNECT_SECONDS * 1000);
      SocketListener.withoutDelay(channel);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Binds the first address of the host, and no other. */
  @Override
  public Listener listen() throws TransportException {
    try {
      ServerSocketChannel server = ServerSocketChannel.open();
      try {
        server.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        int bound = ((InetSocketAddress) server.getLocalAddress()).getPort();
        return new SocketListener(new TcpUri(host, bound), server, () -> {});
      } catch (IOException e) {
        server.close();
        throw e;
      }
    } catch (BindException e) {
      throw new TransportException(this, bindReason(e));
    } catch (IOException e) {
      throw TransportException.of(this, e);
    }
  }

  private String bindReason(BindException fault) {
    String reason = String.valueOf(fault.getMessage());
    return reason.contains("in use")
        ? "the port is in use; choose another, or 0 for any that is free"
        : "cannot listen: " + reason;
  }

  @Override
  public boolean twoWay() {
    return true;
  }

  @Override
  public String toString() {
    return "tcp:" + place();
  }

  /** Host and port. */
  String place() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

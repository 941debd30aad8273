// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A TCP port of a host.
 *
 * @param host a name or an address, IPv6 without its brackets
 * @param port 0 to 65535; 0 is for listening, and becomes a port that is free
 * @param family which of the host's addresses will do
 */
public record TcpUri(String host, int port, Family family) implements MigrationUri {

  static final int CONNECT_SECONDS = 10;

  private static final int BACKLOG = 16;

  private static final Pattern PORT = Pattern.compile("([0-9]{1,5})(|,ipv[46]=on)");

  /** A port of any address of a host. */
  public TcpUri(String host, int port) {
    this(host, port, Family.ANY);
  }

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
    Matcher parts = PORT.matcher(port);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > 65535) {
      throw new MigrationUriException(
          text, "has no port from 0 to 65535 after its host, alone or with ,ipv4=on or ,ipv6=on");
    }
    return new TcpUri(host, Integer.parseInt(parts.group(1)), Family.of(parts.group(2)));
  }

  /** Tries all addresses of the host, each for 10 s, and tells the last one's fault. */
  @Override
  public Link connect() throws TransportException {
    if (port == 0) {
      throw new TransportException(this, "port 0 can only be listened on; give the port it became");
    }
    try {
      IOException fault = null;
      for (InetAddress address : addresses()) {
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

  /** Those of the host that will do, at least one. */
  private List<InetAddress> addresses() throws IOException {
    List<InetAddress> found =
        Stream.of(InetAddress.getAllByName(host)).filter(family::has).toList();
    if (found.isEmpty()) {
      throw new TransportException(this, "the host has no address of this family");
    }
    return found;
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

  /** Binds the first address of the host that will do, and no other. */
  @Override
  public Listener listen() throws TransportException {
    try {
      ServerSocketChannel server = ServerSocketChannel.open();
      try {
        server.bind(new InetSocketAddress(addresses().getFirst(), port), BACKLOG);
        int bound = ((InetSocketAddress) server.getLocalAddress()).getPort();
        return new SocketListener(new TcpUri(host, bound, family), server, () -> {});
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
    return "tcp:" + place() + family.text();
  }

  /** Host and port. */
  String place() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Which of a host's addresses will do. */
  public enum Family {
    ANY(""),
    IPV4(",ipv4=on"),
    IPV6(",ipv6=on");

    private final String text;

    Family(String text) {
      this.text = text;
    }

    private static Family of(String text) {
      return Stream.of(values()).filter(each -> each.text.equals(text)).findFirst().orElseThrow();
    }

    /** What stands behind a port to say so, as in QEMU. */
    public String text() {
      return text;
    }

    private boolean has(InetAddress address) {
      return this == ANY || (this == IPV6) == address instanceof Inet6Address;
    }
  }
}

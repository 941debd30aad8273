// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.Map;
import java.util.stream.Collectors;
import org.savevm4j.harness.qmp.QmpType.ListOf;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.qmp.QmpType.Word;
import org.savevm4j.harness.transport.TcpUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a migration goes to or comes from, as arguments of a command tell: by {@code uri}, or by
 * {@code channels}, QEMU's newer form, an array of one main channel.
 */
final class MigrationPlace {

  private static final String TYPE = "type";
  private static final String TRANSPORT = "transport";
  private static final String IPV4 = "ipv4";
  private static final String IPV6 = "ipv6";

  private static final QmpObject SOCKET =
      QmpObject.tagged(
          TYPE,
          Map.of(
              "inet",
              QmpObject.of(
                  QmpMember.required("host", Plain.STRING),
                  QmpMember.required("port", Plain.STRING),
                  QmpMember.optional(IPV4, Plain.BOOLEAN),
                  QmpMember.optional(IPV6, Plain.BOOLEAN)),
              "unix",
              QmpObject.of(QmpMember.required("path", Plain.STRING))));

  private static final QmpObject ADDRESS =
      QmpObject.tagged(
          TRANSPORT,
          Map.of(
              "socket",
              SOCKET,
              "exec",
              QmpObject.of(QmpMember.required("args", new ListOf(Plain.STRING))),
              "file",
              QmpObject.of(
                  QmpMember.required("filename", Plain.STRING),
                  QmpMember.optional("offset", Plain.INTEGER))));

  static final QmpMember URI = QmpMember.optional("uri", Plain.STRING);
  static final QmpMember CHANNELS =
      QmpMember.optional(
          "channels",
          new ListOf(
              QmpObject.of(
                  QmpMember.required("channel-type", Word.of("main")),
                  QmpMember.required("addr", ADDRESS))));

  private MigrationPlace() {}

  /**
   * The URI, or the one that says the same as the channel.
   *
   * @param arguments that {@link #URI} and {@link #CHANNELS} let by
   * @throws QmpException if there is none, or both, or not one channel
   */
  static String uri(ObjectNode arguments) throws QmpException {
    JsonNode uri = arguments.get(URI.name());
    JsonNode channels = arguments.get(CHANNELS.name());
    if ((uri == null) == (channels == null)) {
      throw new QmpException("Parameter 'uri' or 'channels' is needed, and not both");
    }
    return uri == null ? ofChannels(channels) : uri.stringValue();
  }

  private static String ofChannels(JsonNode channels) throws QmpException {
    if (channels.size() != 1) {
      throw new QmpException("Parameter 'channels' must have one element, the main channel");
    }
    JsonNode address = channels.get(0).get("addr");
    return switch (address.get(TRANSPORT).stringValue()) {
      case "socket" -> socket(address);
      case "exec" -> "exec:" + command(address);
      default -> "file:" + file(address);
    };
  }

  private static String socket(JsonNode address) throws QmpException {
    if (address.get(TYPE).stringValue().equals("unix")) {
      return "unix:" + address.get("path").stringValue();
    }
    String host = address.get("host").stringValue();
    String place = host.contains(":") ? "[" + host + "]" : host;
    return "tcp:" + place + ":" + address.get("port").stringValue() + family(address).text();
  }

  /** A family of which nothing is said will do unless the other is asked for. */
  private static TcpUri.Family family(JsonNode address) throws QmpException {
    boolean four = address.path(IPV4).asBoolean(!address.path(IPV6).asBoolean(false));
    boolean six = address.path(IPV6).asBoolean(!address.path(IPV4).asBoolean(false));
    if (!four && !six) {
      throw new QmpException("Parameters 'ipv4' and 'ipv6' cannot both be false");
    }
    if (four && six) {
      return TcpUri.Family.ANY;
    }
    return six ? TcpUri.Family.IPV6 : TcpUri.Family.IPV4;
  }

  /** One line of a shell that starts the program with the same arguments. */
  private static String command(JsonNode address) {
    return address
        .get("args")
        .valueStream()
        .map(word -> "'" + word.stringValue().replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private static String file(JsonNode address) throws QmpException {
    if (address.path("offset").asLong(0) != 0) {
      throw new QmpException("Parameter 'offset' must be 0: streams begin where their file does");
    }
    return address.get("filename").stringValue();
  }
}

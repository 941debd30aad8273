// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.savevm4j.harness.qmp.QmpParameter.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a migration goes to or comes from, as arguments of a command tell: by {@code uri}, or by
 * {@code channels}, QEMU's newer form, an array of one main channel.
 */
final class MigrationPlace {

  static final QmpParameter URI = QmpParameter.optional("uri", Kind.STRING);
  static final QmpParameter CHANNELS = QmpParameter.optional("channels", Kind.ARRAY);

  private static final String TYPE = "type";
  private static final String TRANSPORT = "transport";

  private MigrationPlace() {}

  /**
   * The URI, or the one that says the same as the channel.
   *
   * @throws QmpException if there is none, or both, or a channel of a kind that is not known here
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
    ObjectNode channel = object(channels.get(0), "channels[0]");
    QmpParameter.check(
        List.of(
            QmpParameter.required("channel-type", Kind.STRING),
            QmpParameter.required("addr", Kind.OBJECT)),
        channel);
    requireOne("channel-type", channel, "main");
    ObjectNode address = object(channel.get("addr"), "addr");
    return switch (word(TRANSPORT, address)) {
      case "socket" -> socket(address);
      case "exec" -> "exec:" + command(address);
      case "file" -> "file:" + file(address);
      default -> throw unknown(TRANSPORT, "socket, exec and file");
    };
  }

  private static String socket(ObjectNode address) throws QmpException {
    return switch (word(TYPE, address)) {
      case "inet" -> {
        check(address, "host", "port");
        String host = address.get("host").stringValue();
        String place = host.contains(":") ? "[" + host + "]" : host;
        yield "tcp:" + place + ":" + address.get("port").stringValue();
      }
      case "unix" -> {
        check(address, "path");
        yield "unix:" + address.get("path").stringValue();
      }
      default -> throw unknown(TYPE, "inet and unix");
    };
  }

  /** One line of a shell that starts the program with the same arguments. */
  private static String command(ObjectNode address) throws QmpException {
    QmpParameter.check(
        List.of(
            QmpParameter.required(TRANSPORT, Kind.STRING),
            QmpParameter.required("args", Kind.ARRAY)),
        address);
    for (JsonNode word : address.get("args")) {
      if (!word.isString()) {
        throw new QmpException("Parameter 'args' must be an array of strings");
      }
    }
    return address
        .get("args")
        .valueStream()
        .map(word -> "'" + word.stringValue().replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private static String file(ObjectNode address) throws QmpException {
    QmpParameter.check(
        List.of(
            QmpParameter.required(TRANSPORT, Kind.STRING),
            QmpParameter.required("filename", Kind.STRING),
            QmpParameter.optional("offset", Kind.INTEGER)),
        address);
    if (address.path("offset").asLong(0) != 0) {
      throw new QmpException("Parameter 'offset' must be 0: streams begin where their file does");
    }
    return address.get("filename").stringValue();
  }

  /** Checks that a socket's address has those strings and no more. */
  private static void check(ObjectNode address, String... names) throws QmpException {
    List<QmpParameter> known =
        Stream.concat(Stream.of(TRANSPORT, TYPE), Arrays.stream(names))
            .map(name -> QmpParameter.required(name, Kind.STRING))
            .toList();
    QmpParameter.check(known, address);
  }

  private static String word(String name, ObjectNode from) throws QmpException {
    JsonNode value = from.get(name);
    if (value == null || !value.isString()) {
      throw new QmpException("Parameter '" + name + "' must be a string");
    }
    return value.stringValue();
  }

  private static void requireOne(String name, ObjectNode from, String value) throws QmpException {
    if (!word(name, from).equals(value)) {
      throw unknown(name, value);
    }
  }

  private static ObjectNode object(JsonNode value, String name) throws QmpException {
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new QmpException("Parameter '" + name + "' must be an object");
  }

  private static QmpException unknown(String name, String known) {
    return new QmpException("Parameter '" + name + "' takes " + known + " here");
  }
}

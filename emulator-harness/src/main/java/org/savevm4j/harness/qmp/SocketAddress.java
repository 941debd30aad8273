// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TcpUri;
import org.savevm4j.harness.transport.UnixUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The member {@code socket-address} of QEMU's answer to {@code query-migrate}: an array of one
 * address, whose port is a string.
 */
public final class SocketAddress {

  static final String MEMBER = "socket-address";

  static final QmpType TYPE =
      new QmpType.ListOf(
          QmpObject.tagged(
              "type",
              Map.of(
                  "inet",
                  QmpObject.of(
                      QmpMember.required("host", Plain.STRING),
                      QmpMember.required("port", Plain.STRING),
                      QmpMember.optional("ipv4", Plain.BOOLEAN),
                      QmpMember.optional("ipv6", Plain.BOOLEAN)),
                  "unix",
                  QmpObject.of(QmpMember.required("path", Plain.STRING)))));

  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  private SocketAddress() {}

  /** Adds the address if it is one of a socket. */
  static void put(ObjectNode report, MigrationUri uri) {
    switch (uri) {
      case TcpUri tcp -> {
        ObjectNode address =
            report
                .withArray(MEMBER)
                .addObject()
                .put("type", "inet")
                .put("host", tcp.host())
                .put("port", Integer.toString(tcp.port()));
        // of a name, the family is not known here, but where one was asked for
        if (tcp.host().contains(":") || tcp.family() == TcpUri.Family.IPV6) {
          address.put("ipv6", true);
        } else if (NUMBERS.matcher(tcp.host()).matches() || tcp.family() == TcpUri.Family.IPV4) {
          address.put("ipv4", true);
        }
      }
      case UnixUri unix ->
          report
              .withArray(MEMBER)
              .addObject()
              .put("type", "unix")
              .put("path", unix.path().toString());
      default -> {
        // Files and commands have no address.
      }
    }
  }

  /** The URI to migrate to, out of an answer to {@code query-migrate}; null if it has none. */
  public static @Nullable String uriIn(JsonNode report) {
    JsonNode address = report.path(MEMBER).path(0);
    return switch (address.path("type").asString("")) {
      case "inet" -> {
        TcpUri tcp = new TcpUri(address.path("host").asString(""), address.path("port").asInt(0));
        yield tcp.toString();
      }
      case "unix" -> "unix:" + address.path("path").asString("");
      default -> null;
    };
  }
}

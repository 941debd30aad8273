// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;

@Timeout(30)
class QmpServerTest {

  @TempDir private Path folder;
  private QmpServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        QmpServer.start(
            MigrationUri.parse("unix:" + folder.resolve("qmp")).listen(),
            List.of(
                QmpCommand.query(
                    "echo",
                    Plain.ANY,
                    arguments -> arguments,
                    QmpMember.required("text", Plain.STRING),
                    QmpMember.optional("count", Plain.INTEGER),
                    QmpMember.optional("on", Plain.BOOLEAN)),
                QmpCommand.order(
                    "refuse",
                    _ -> {
                      throw new QmpException("not\nnow");
                    })));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void greetsWithVersionAndCapabilities() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      JsonNode greeting = client.next().path("QMP");
      assertEquals(10, greeting.path("version").path("qemu").path("major").asInt());
      assertTrue(greeting.path("version").path("package").asString().startsWith("savevm4j "));
      assertTrue(greeting.path("capabilities").isArray());
    }
  }

  @Test
  void wantsTheNegotiationFirstAndOnce() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      client.next();
      assertTrue(
          client.ask("{'execute':'echo'}").startsWith("{'error':{'class':'CommandNotFound'"));
      assertEquals("{'return':{}}", client.ask("{'execute':'qmp_capabilities'}"));
      assertTrue(
          client
              .ask("{'execute':'qmp_capabilities'}")
              .startsWith("{'error':{'class':'CommandNotFound'"));
    }
  }

  @Test
  void refusesCapabilitiesThatItDoesNotOffer() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      client.next();
      assertTrue(
          client
              .ask("{'execute':'qmp_capabilities','arguments':{'enable':['oob']}}")
              .contains("oob"));
      assertEquals(
          "{'return':{}}", client.ask("{'execute':'qmp_capabilities','arguments':{'enable':[]}}"));
    }
  }

  @Test
  void repliesInOrderToRequestsBackToBackAndEchoesTheirIds() throws Exception {
    try (RawClient client = new RawClient(server.uri()).negotiated()) {
      client.send(
          "{'execute':'echo','arguments':{'text':'a'},'id':1}"
              + "{'execute':'refuse','id':{'x':[2]}}\n{'id':null,'execute':'nothing'}");
      assertEquals("{\"return\":{\"text\":\"a\"},\"id\":1}", client.next().toString());
      assertEquals(
          "{\"error\":{\"class\":\"GenericError\",\"desc\":\"not now\"},\"id\":{\"x\":[2]}}",
          client.next().toString());
      JsonNode last = client.next();
      assertEquals("CommandNotFound", last.path("error").path("class").asString());
      assertTrue(last.has("id") && last.get("id").isNull());
    }
  }

  @Test
  void checksArguments() throws Exception {
    try (RawClient client = new RawClient(server.uri()).negotiated()) {
      assertEquals("Parameter 'text' is missing", desc(client, "{}"));
      assertEquals("Parameter 'text' must be a string", desc(client, "{'text':1}"));
      assertEquals(
          "Parameter 'count' must be an integer of 64 bits",
          desc(client, "{'text':'','count':1.5}"));
      assertEquals(
          "Parameter 'count' must be an integer of 64 bits",
          desc(client, "{'text':'','count':9223372036854775808}"));
      assertEquals("Parameter 'on' must be a boolean", desc(client, "{'text':'','on':0}"));
      assertEquals(
          "Parameter 'txt' is unknown; text, count, on are known",
          desc(client, "{'text':'','txt':''}"));
      assertEquals("the member 'arguments' must be an object", desc(client, "[]"));
    }
  }

  private static String desc(RawClient client, String arguments) throws Exception {
    client.send("{'execute':'echo','arguments':" + arguments + "}");
    JsonNode error = client.next().path("error");
    assertEquals("GenericError", error.path("class").asString());
    return error.path("desc").asString();
  }

  @Test
  void answersWrongRequestsAndGoesOn() throws Exception {
    try (RawClient client = new RawClient(server.uri()).negotiated()) {
      for (String wrong :
          List.of(
              "{'execute':}",
              "[]",
              "{}",
              "{'execute':1}",
              "{'execute':'echo','argument':{}}",
              "HELO\r\n")) {
        String reply = client.ask(wrong);
        assertTrue(reply.startsWith("{'error':{'class':'GenericError','desc':"), reply);
      }
      assertEquals(
          "{'return':{'text':'still there'}}",
          client.ask("{'execute':'echo','arguments':{'text':'still there'}}"));
    }
  }

  @Test
  void listsItsCommands() throws Exception {
    try (RawClient client = new RawClient(server.uri()).negotiated()) {
      assertEquals(
          "{'return':[{'name':'qmp_capabilities'},{'name':'echo'},{'name':'refuse'},"
              + "{'name':'query-commands'},{'name':'query-qmp-schema'}]}",
          client.ask("{'execute':'query-commands'}"));
    }
  }

  @Test
  void sendsEventsToEveryClientPastItsNegotiation() throws Exception {
    try (QmpClient first = QmpClient.connect(server.uri());
        QmpClient second = QmpClient.connect(server.uri());
        RawClient greeted = new RawClient(server.uri())) {
      greeted.next();
      long before = Instant.now().getEpochSecond();
      server.event(QmpEvent.STOP, null);
      server.event(QmpEvent.MIGRATION, JsonStream.MAPPER.createObjectNode().put("status", "setup"));
      for (QmpClient client : List.of(first, second)) {
        JsonNode migration = client.awaitEvent("MIGRATION", Duration.ofSeconds(10));
        assertNotNull(migration);
        assertEquals("setup", migration.path("data").path("status").asString());
        JsonNode stop = client.awaitEvent("STOP", Duration.ZERO);
        assertNotNull(stop, "an event that came before the awaited one is kept");
        assertTrue(stop.path("timestamp").path("seconds").asLong() >= before);
        assertTrue(stop.path("timestamp").path("microseconds").asLong(-1) >= 0);
        assertNull(client.awaitEvent("STOP", Duration.ZERO), "taken once");
      }
      assertEquals("{'return':{}}", greeted.ask("{'execute':'qmp_capabilities'}"));
    }
  }

  @Test
  void clientTellsRefusalsApartFromLostConnections() throws Exception {
    try (QmpClient client = QmpClient.connect(server.uri())) {
      QmpException refusal = assertThrows(QmpException.class, () -> client.execute("refuse"));
      assertEquals("not now", refusal.desc());
      assertEquals("GenericError", refusal.errorClass());
      QmpException unknown = assertThrows(QmpException.class, () -> client.execute("nothing"));
      assertEquals("CommandNotFound", unknown.errorClass());
      server.close();
      assertThrows(IOException.class, () -> client.awaitEvent("STOP", Duration.ofSeconds(10)));
      assertThrows(IOException.class, () -> client.execute("refuse"));
    }
  }

  @Test
  void clientThatDoesNotReadHoldsUpNobody() throws Exception {
    try (RawClient deaf = new RawClient(server.uri()).negotiated();
        QmpClient client = QmpClient.connect(server.uri())) {
      for (int i = 0; i < 20_000; i++) {
        server.event(QmpEvent.STOP, null);
        if (i % 1000 == 0) {
          client.execute("query-commands");
        }
      }
      assertNotNull(client.execute("query-commands"));
      assertNotNull(deaf);
    }
  }

  @Test
  void clientThatWaitsForAProcessHearsThatItEnded() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
    MigrationUri nobody = MigrationUri.parse("unix:" + folder.resolve("nobody"));
    IOException fault =
        assertThrows(
            IOException.class,
            () -> QmpClient.connect(nobody, process.toHandle(), Duration.ofSeconds(20)));
    assertTrue(fault.getMessage().contains("ended before it listened"), fault.getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a machine for all that clients ask for, in each state in which the answer has another shape,
 * and for what is wrong; keeps the shapes of what comes, each with a label.
 */
public final class ShapeScenario {

  private static final JsonNode EMPTY = JsonMapper.shared().createObjectNode();
  private static final String VMSTATE = ",'vmstate':'disk'";

  private final ObjectNode shapes = JsonMapper.shared().createObjectNode();
  private final ClientMachine.Starter starter;
  private final Path folder;
  private MachineSchema schema = new MachineSchema(JsonMapper.shared().createArrayNode());
  private int machines;

  private ShapeScenario(ClientMachine.Starter starter, Path folder) {
    this.starter = starter;
    this.folder = folder;
  }

  /**
   * Asks machines of one kind, whose sockets lie in {@code folder}. All that they take and answer
   * must be as their own schema says.
   */
  public static Answers play(ClientMachine.Starter starter, Path folder) throws Exception {
    ShapeScenario scenario = new ShapeScenario(starter, folder);
    scenario.play();
    return new Answers(scenario.shapes, scenario.schema);
  }

  /**
   * What machines of one kind answered.
   *
   * @param shapes by label
   */
  public record Answers(JsonNode shapes, MachineSchema schema) {}

  private void play() throws Exception {
    try (ClientMachine machine = start(false);
        SocketClient client = SocketClient.connect(machine.socket(), machine.process())) {
      keep("greeting", client.next());
      ask("", client, Requests.of("early"));
      client.execute("qmp_capabilities");
      schema = new MachineSchema(client.execute("query-qmp-schema"));
      ask("", client, Requests.of("wrong"));
      ask("", client, Requests.of("right"));
      job("saved", client, "snapshot-save", VMSTATE);
      job("saved twice", client, "snapshot-save", VMSTATE);
      job("loaded", client, "snapshot-load", VMSTATE);
      job("deleted", client, "snapshot-delete", "");
      failed(client);
      cancelled(client);
      completed(client);
      client.execute("quit");
      client.event("SHUTDOWN");
      client.end();
      client.seen().forEach(this::keepEvent);
    }
  }

  private void job(String label, SocketClient client, String command, String more)
      throws Exception {
    client.execute(command, "{'job-id':'a','tag':'t','devices':['disk']%s}".formatted(more));
    awaitStatus(client, "JOB_STATUS_CHANGE", "concluded");
    keepAnswer(label + ": query-jobs", client, "query-jobs");
    ask(label + ": ", client, List.of("{'execute':'job-cancel','arguments':{'id':'a'}}"));
    client.execute("job-dismiss", "{'id':'a'}");
    client.event("JOB_STATUS_CHANGE");
  }

  private void failed(SocketClient client) throws Exception {
    client.execute("migrate", "{'uri':'unix:" + folder.resolve("nobody") + "'}");
    awaitStatus(client, "MIGRATION", "failed");
    keepAnswer("failed: query-migrate", client, "query-migrate");
  }

  private void cancelled(SocketClient client) throws Exception {
    client.execute("migrate-set-parameters", "{'max-bandwidth':20000}");
    try (ClientMachine machine = start(true);
        SocketClient destination = SocketClient.connect(machine.socket(), machine.process())) {
      String uri = listen(destination);
      client.execute("migrate", "{'uri':'" + uri + "'}");
      awaitStatus(client, "MIGRATION", "active");
      JsonNode report = client.execute("query-migrate");
      while (!counts(report.path("ram"))) {
        assertTrue(report.path("status").asString().equals("active"), report::toString);
        report = client.execute("query-migrate");
      }
      keep("active: query-migrate", report);
      conforms("query-migrate", "ret-type", report);
      keepAnswer("active, destination: query-migrate", destination, "query-migrate");
      ask(
          "active: ",
          client,
          List.of(
              "{'execute':'migrate','arguments':{'uri':'" + uri + "'}}",
              "{'execute':'migrate-set-capabilities','arguments':{'capabilities':"
                  + "[{'capability':'return-path','state':true}]}}"));
      client.execute("migrate_cancel");
      awaitStatus(client, "MIGRATION", "cancelled");
      keepAnswer("cancelled: query-migrate", client, "query-migrate");
    }
    client.execute("migrate-set-parameters", "{'max-bandwidth':0}");
  }

  private void completed(SocketClient client) throws Exception {
    try (ClientMachine machine = start(true);
        SocketClient destination = SocketClient.connect(machine.socket(), machine.process())) {
      client.execute("migrate", "{'uri':'" + listen(destination) + "'}");
      awaitStatus(client, "MIGRATION", "completed");
      awaitStatus(destination, "MIGRATION", "completed");
      keepAnswer("completed: query-migrate", client, "query-migrate");
      keepAnswer("completed: query-status", client, "query-status");
      keepAnswer("completed, destination: query-migrate", destination, "query-migrate");
      ask(
          "completed: ",
          client,
          List.of("{'execute':'migrate','arguments':{'uri':'tcp:127.0.0.1:1'}}"));
    }
  }

  /** Whether all was counted once, which takes QEMU a moment; until then mbps is a whole 0. */
  private static boolean counts(JsonNode ram) {
    return ram.path("remaining").asLong() > 0 && ram.path("mbps").isFloatingPointNumber();
  }

  private String listen(SocketClient destination) throws Exception {
    destination.next();
    destination.execute("qmp_capabilities");
    destination.execute(
        "migrate-set-capabilities", "{'capabilities':[{'capability':'events','state':true}]}");
    keepAnswer("incoming: query-status", destination, "query-status");
    keepAnswer("incoming: query-migrate", destination, "query-migrate");
    destination.execute("migrate-incoming", "{'uri':'tcp:127.0.0.1:0'}");
    JsonNode report = destination.execute("query-migrate");
    keep("listening: query-migrate", report);
    JsonNode address = report.path("socket-address").path(0);
    return "tcp:" + address.path("host").asString() + ":" + address.path("port").asString();
  }

  private void ask(String state, SocketClient client, List<String> requests) throws Exception {
    for (String request : requests) {
      String json = request.replace('\'', '"');
      client.send(json + "\n");
      JsonNode reply = client.next();
      keep(state + label(request), reply);
      if (reply.has("return")) {
        JsonNode sent = JsonMapper.shared().readTree(json);
        String command = sent.path("execute").asString();
        JsonNode arguments = sent.get("arguments");
        conforms(command, "arg-type", arguments == null ? EMPTY : arguments);
        conforms(command, "ret-type", reply.get("return"));
      }
    }
  }

  private ClientMachine start(boolean incoming) throws Exception {
    Path socket = folder.resolve("qmp" + machines++);
    return new ClientMachine(socket, starter.start(socket, incoming));
  }

  /** Without what differs from run to run. */
  private String label(String request) {
    return request
        .replaceAll("tcp:127.0.0.1:[0-9]+", "tcp:127.0.0.1:N")
        .replace(folder.toString(), "FOLDER");
  }

  private static void awaitStatus(SocketClient client, String event, String status)
      throws InterruptedException {
    List<String> statuses = new ArrayList<>();
    while (!statuses.contains(status)) {
      assertTrue(statuses.size() < 10, statuses::toString);
      statuses.add(client.event(event).path("status").asString());
    }
  }

  private void keepAnswer(String label, SocketClient client, String command) throws Exception {
    JsonNode answer = client.execute(command);
    keep(label, answer);
    conforms(command, "ret-type", answer);
  }

  private void keepEvent(JsonNode event) {
    String name = event.path("event").asString();
    keep("event " + name, event);
    JsonNode data = event.get("data");
    conforms(name, "arg-type", data == null ? EMPTY : data);
  }

  private void conforms(String name, String which, JsonNode value) {
    assertEquals(List.of(), schema.faults(name, which, value), () -> which + ": " + value);
  }

  private void keep(String label, JsonNode message) {
    JsonNode shape = JsonShape.of(message);
    if (shape.path("error") instanceof ObjectNode error) {
      // here the value counts: clients go by it
      error.put("class", message.path("error").path("class").asString());
    }
    shapes.set(label, shape);
  }
}

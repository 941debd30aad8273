// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

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

  private static final String VMSTATE = ",'vmstate':'disk'";

  private final ObjectNode shapes = JsonMapper.shared().createObjectNode();
  private final ClientMachine.Starter starter;
  private final Path folder;
  private int machines;

  private ShapeScenario(ClientMachine.Starter starter, Path folder) {
    this.starter = starter;
    this.folder = folder;
  }

  /** Asks machines of one kind, whose sockets lie in {@code folder}; answers shapes by label. */
  public static JsonNode play(ClientMachine.Starter starter, Path folder) throws Exception {
    ShapeScenario scenario = new ShapeScenario(starter, folder);
    scenario.play();
    return scenario.shapes;
  }

  private void play() throws Exception {
    try (ClientMachine machine = start(false);
        SocketClient client = SocketClient.connect(machine.socket(), machine.process())) {
      keep("greeting", client.next());
      ask("", client, Requests.of("early"));
      client.execute("qmp_capabilities");
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
      client.seen().forEach(event -> keep("event " + event.path("event").asString(), event));
    }
  }

  private void job(String label, SocketClient client, String command, String more)
      throws Exception {
    client.execute(command, "{'job-id':'a','tag':'t','devices':['disk']%s}".formatted(more));
    awaitStatus(client, "JOB_STATUS_CHANGE", "concluded");
    keep(label + ": query-jobs", client.execute("query-jobs"));
    ask(label + ": ", client, List.of("{'execute':'job-cancel','arguments':{'id':'a'}}"));
    client.execute("job-dismiss", "{'id':'a'}");
    client.event("JOB_STATUS_CHANGE");
  }

  private void failed(SocketClient client) throws Exception {
    client.execute("migrate", "{'uri':'unix:" + folder.resolve("nobody") + "'}");
    awaitStatus(client, "MIGRATION", "failed");
    keep("failed: query-migrate", client.execute("query-migrate"));
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
      keep("active, destination: query-migrate", destination.execute("query-migrate"));
      ask(
          "active: ",
          client,
          List.of(
              "{'execute':'migrate','arguments':{'uri':'" + uri + "'}}",
              "{'execute':'migrate-set-capabilities','arguments':{'capabilities':"
                  + "[{'capability':'return-path','state':true}]}}"));
      client.execute("migrate_cancel");
      awaitStatus(client, "MIGRATION", "cancelled");
      keep("cancelled: query-migrate", client.execute("query-migrate"));
    }
    client.execute("migrate-set-parameters", "{'max-bandwidth':0}");
  }

  private void completed(SocketClient client) throws Exception {
    try (ClientMachine machine = start(true);
        SocketClient destination = SocketClient.connect(machine.socket(), machine.process())) {
      client.execute("migrate", "{'uri':'" + listen(destination) + "'}");
      awaitStatus(client, "MIGRATION", "completed");
      awaitStatus(destination, "MIGRATION", "completed");
      keep("completed: query-migrate", client.execute("query-migrate"));
      keep("completed: query-status", client.execute("query-status"));
      keep("completed, destination: query-migrate", destination.execute("query-migrate"));
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
    keep("incoming: query-status", destination.execute("query-status"));
    keep("incoming: query-migrate", destination.execute("query-migrate"));
    destination.execute("migrate-incoming", "{'uri':'tcp:127.0.0.1:0'}");
    JsonNode report = destination.execute("query-migrate");
    keep("listening: query-migrate", report);
    JsonNode address = report.path("socket-address").path(0);
    return "tcp:" + address.path("host").asString() + ":" + address.path("port").asString();
  }

  private void ask(String state, SocketClient client, List<String> requests) throws Exception {
    for (String request : requests) {
      client.send(request.replace('\'', '"') + "\n");
      keep(state + label(request), client.next());
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

  private void keep(String label, JsonNode message) {
    JsonNode shape = JsonShape.of(message);
    if (shape.path("error") instanceof ObjectNode error) {
      // here the value counts: clients go by it
      error.put("class", message.path("error").path("class").asString());
    }
    shapes.set(label, shape);
  }
}

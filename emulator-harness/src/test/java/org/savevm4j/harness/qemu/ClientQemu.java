// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.client.SocketClient;
import tools.jackson.databind.JsonNode;

/** QEMU as clients of QMP are given it: at its firmware's prompt, with a disk for snapshots. */
final class ClientQemu {

  private static final long LIMIT_SECONDS = 60;

  private ClientQemu() {}

  /** Starts one of 256 MiB; what it says of itself lies beside the socket. */
  static Process start(Path socket, boolean incoming) throws Exception {
    if (incoming) {
      return start(socket, "-incoming", "defer");
    }
    Path image = socket.resolveSibling("disk.qcow2");
    if (!Files.exists(image)) {
      createImage(image);
    }
    return start(
        socket, "-blockdev", "driver=qcow2,node-name=disk,file.driver=file,file.filename=" + image);
  }

  /** Has a QEMU without a machine make the image, so that no other tool is needed. */
  private static void createImage(Path image) throws Exception {
    Path socket = image.resolveSibling("image");
    Process maker =
        process(
            socket,
            List.of(QemuSetup.get("qemu-10"), "-M", "none", "-display", "none", "-nodefaults"));
    try (SocketClient client = SocketClient.connect(socket, maker)) {
      client.next();
      client.execute("qmp_capabilities");
      String file = "'driver':'file','filename':'" + image + "'";
      create(client, "{'job-id':'file','options':{" + file + ",'size':0}}");
      client.execute("blockdev-add", "{'node-name':'file'," + file + "}");
      create(client, "{'job-id':'disk','options':{'driver':'qcow2','file':'file','size':1048576}}");
      client.execute("quit");
    } finally {
      maker.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      maker.destroyForcibly();
    }
  }

  private static void create(SocketClient client, String arguments) throws Exception {
    client.execute("blockdev-create", arguments);
    while (!client.event("JOB_STATUS_CHANGE").path("status").asString().equals("concluded")) {
      // it goes on
    }
    JsonNode jobs = client.execute("query-jobs");
    assertFalse(jobs.path(0).has("error"), jobs::toString);
    client.execute("job-dismiss", "{'id':'" + jobs.path(0).path("id").asString() + "'}");
    client.event("JOB_STATUS_CHANGE");
  }

  private static Process start(Path socket, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(QemuOptions.guest("idle").slof().memory("256").firmware());
    command.addAll(List.of(more));
    return process(socket, command);
  }

  private static Process process(Path socket, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(arguments);
    command.addAll(List.of("-qmp", "unix:" + socket + ",server=on,wait=off"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(socket.resolveSibling("messages").toFile()))
        .start();
  }
}

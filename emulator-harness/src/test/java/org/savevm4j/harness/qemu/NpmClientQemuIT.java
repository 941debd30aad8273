// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.client.ClientMachine;
import org.savevm4j.harness.client.SocketClient;
import org.savevm4j.harness.launcher.ClientProcess;

/** A client that others wrote for QEMU, from the npm registry, unchanged. */
@Timeout(240)
class NpmClientQemuIT {

  private static final List<String> SEEN =
      List.of(
          "QEMU 10, running",
          "STOP paused",
          "RESUME running",
          "snapshot-save concluded, jobs left: 0",
          "snapshot-load concluded, jobs left: 0",
          "snapshot-delete concluded, jobs left: 0",
          "cancelled running",
          "completed postmigrate",
          "RESUME running",
          "SHUTDOWN",
          "SHUTDOWN");

  @TempDir private Path folder;

  @Test
  void foreignClientDrivesQemuAndOurMachineByTheSameCode() throws Exception {
    NpmClient client = NpmClient.in(Files.createDirectory(folder.resolve("client")));
    assertEquals(SEEN, drive(client, "q", ClientQemu::start), "QEMU itself");
    assertEquals(SEEN, drive(client, "o", ClientProcess::start));
  }

  private List<String> drive(NpmClient client, String name, ClientMachine.Starter starter)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    Path source = own.resolve("source");
    Path first = own.resolve("first");
    Path second = own.resolve("second");
    try (ClientMachine a = new ClientMachine(source, starter.start(source, false));
        ClientMachine b = new ClientMachine(first, starter.start(first, true));
        ClientMachine c = new ClientMachine(second, starter.start(second, true))) {
      for (ClientMachine machine : List.of(a, b, c)) {
        // the package gives up at once where nobody listens yet
        SocketClient.connect(machine.socket(), machine.process()).close();
      }
      return client.drive(List.of(source, first, second));
    }
  }
}

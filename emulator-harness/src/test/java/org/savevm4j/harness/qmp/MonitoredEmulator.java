// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.nio.file.Path;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.transport.MigrationUri;

/** An emulator in this process and a client of its QMP; its human monitor only repeats lines. */
record MonitoredEmulator(Emulator emulator, QmpServer server, QmpClient client) {

  /** Opens it; the socket lies in {@code folder}. */
  static MonitoredEmulator open(Path folder, EmulatorOptions options) throws Exception {
    Emulator emulator = Emulator.open(options);
    QmpServer server =
        EmulatorCommands.serve(
            emulator,
            MigrationUri.parse("unix:" + folder.resolve("qmp")).listen(),
            (line, cpu) -> line + " of CPU " + cpu,
            () -> {});
    return new MonitoredEmulator(emulator, server, QmpClient.connect(server.uri()));
  }

  void close() throws Exception {
    client.close();
    server.close();
    emulator.close();
  }
}

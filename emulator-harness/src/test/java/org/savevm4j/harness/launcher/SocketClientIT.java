// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.savevm4j.harness.client.ClientScenario;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class SocketClientIT {

  @TempDir private Path folder;

  @Test
  void clientWrittenForQemuSeesWhatItSeesThere() throws Exception {
    assertEquals(
        String.join("\n", ClientScenario.SEEN),
        String.join("\n", ClientScenario.play(ClientProcess::start, folder)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.client.ClientMachine;
import org.savevm4j.harness.client.ClientScenario;
import org.savevm4j.harness.launcher.ClientProcess;

/** One client, the same code: first with QEMU, for which it was written, then with ours. */
@Timeout(120)
class SocketClientQemuIT {

  @TempDir private Path folder;

  @Test
  void clientSeesTheSameOfQemuAndOfOurMachine() throws Exception {
    List<String> qemu = play("QEMU", ClientQemu::start);
    List<String> ours = play("pseries run", ClientProcess::start);
    assertEquals(String.join("\n", ClientScenario.SEEN), String.join("\n", qemu), "QEMU itself");
    assertEquals(String.join("\n", qemu), String.join("\n", ours));
  }

  private List<String> play(String who, ClientMachine.Starter starter) throws Exception {
    Path own = Files.createDirectory(folder.resolve(who.substring(0, 1)));
    long begin = System.nanoTime();
    List<String> seen = ClientScenario.play(starter, own);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    System.out.println("qemu: client: " + who + " in " + millis + " ms: " + seen);
    return seen;
  }
}

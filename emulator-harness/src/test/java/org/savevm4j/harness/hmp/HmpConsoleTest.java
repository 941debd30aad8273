// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

@Timeout(60)
class HmpConsoleTest {

  @Test
  void executesLineAfterLineUntilTheInputEnds() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    StringWriter out = new StringWriter();
    CountDownLatch ended = new CountDownLatch(1);
    try (Emulator emulator =
        Emulator.open(new EmulatorOptions(16 << 20, 1, null, null, true, guest))) {
      HmpConsole.start(
          new HumanMonitor(emulator, true, () -> {}),
          new ByteArrayInputStream("info status\nfly\n\nstop".getBytes(StandardCharsets.UTF_8)),
          new PrintWriter(out),
          ended::countDown);
      assertTrue(ended.await(20, TimeUnit.SECONDS));
    }
    assertEquals(
        "VM status: paused (prelaunch)\nunknown command: 'fly'\n",
        out.toString(),
        "answers alone, no prompt");
  }
}

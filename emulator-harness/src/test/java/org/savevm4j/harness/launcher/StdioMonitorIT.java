// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class StdioMonitorIT {

  @Test
  void humanMonitorAnswersOnStandardOutputUntilItIsToldToQuit() throws Exception {
    Process run =
        new ProcessBuilder(
                Path.of("bin", "pseries").toAbsolutePath().toString(),
                "run",
                "--memory=16M",
                "--monitor=stdio")
            .start();
    try (Writer in = run.outputWriter(StandardCharsets.UTF_8)) {
      in.write("info status\nfly\ngva2gpa 0xc000000000001234\nquit\n");
      in.flush();
      assertTrue(run.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, run.exitValue());
      assertEquals(
          """
          VM status: running
          unknown command: 'fly'
          gpa: 0x1234
          """,
          new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } finally {
      run.destroyForcibly();
    }
  }
}

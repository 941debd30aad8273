// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the emulators that a demonstration and {@code run} leave. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class DemoChildrenIT {

  private static final int LIMIT_SECONDS = 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endWithTheDemonstrationHoweverItEnds(boolean killed) throws Exception {
    Process demo = pseries("demo", "--progress");
    try (BufferedReader progress = demo.errorReader()) {
      while (!"the guest runs at the source".equals(progress.readLine())) {
        assertTrue(demo.isAlive(), "ended before the guest ran");
      }
      List<ProcessHandle> children = demo.descendants().toList();
      assertEquals(2, children.size());
      if (killed) {
        demo.destroyForcibly();
      } else {
        demo.toHandle().destroy();
      }
      assertTrue(demo.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
      for (ProcessHandle child : children) {
        child.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      demo.destroyForcibly();
    }
  }

  @Test
  void emulatorThatIsTerminatedHasDoneAsItWasTold() throws Exception {
    Process run = pseries("run", "--memory", "64M", "--incoming", "tcp:127.0.0.1:0");
    try (BufferedReader errors = run.errorReader()) {
      String line = errors.readLine();
      assertTrue(
          line.matches("pseries: the guest comes from tcp:127\\.0\\.0\\.1:[1-9][0-9]*"), line);
      run.toHandle().destroy();
      assertTrue(run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
      assertEquals(0, run.exitValue());
      assertEquals(null, errors.readLine());
    } finally {
      run.destroyForcibly();
    }
  }

  /** What a killed demonstration leaves behind is left in {@link #folder}. */
  private Process pseries(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.command().addFirst(Path.of("bin", "pseries").toAbsolutePath().toString());
    builder.environment().put("PSERIES_JAVA_OPTS", "-Djava.io.tmpdir=" + folder);
    return builder.redirectOutput(Redirect.DISCARD).start();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The human monitor on a pseudo-terminal, which {@code script} of util-linux gives it, and which
 * does not know its size.
 */
@Timeout(120)
class TerminalMonitorIT {

  private static final long LIMIT_SECONDS = 90;

  @TempDir private Path folder;

  @Test
  void terminalHasCompletionAndHistoryThatIsKept() throws Exception {
    Process run = start();
    // a read waits for ever, unless nobody is there any more
    CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS)
        .execute(run::destroyForcibly);
    try (OutputStream keys = run.getOutputStream();
        InputStream screen = run.getInputStream()) {
      await(screen, "(qemu) ");
      type(keys, "info sta\t\r");
      await(screen, "VM status: running");
      await(screen, "(qemu) ");
      type(keys, "\033OA\r");
      await(screen, "VM status: running");
      await(screen, "(qemu) ");
      type(keys, "qui\t\r");
      assertTrue(run.waitFor(60, TimeUnit.SECONDS), "quit ends it");
      assertEquals(0, run.exitValue());
    } finally {
      run.destroyForcibly();
    }
    Path history = folder.resolve("savevm4j").resolve("monitor-history");
    assertEquals("info status\nquit\n", Files.readString(history));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
  }

  private Process start() throws IOException {
    String command =
        "'"
            + Path.of("bin", "pseries").toAbsolutePath()
            + "' run --memory=16M --no-rehearsal --monitor=stdio";
    ProcessBuilder builder =
        new ProcessBuilder("script", "--quiet", "--return", "--command", command, "/dev/null")
            .redirectErrorStream(true);
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.environment().put("TERM", "xterm");
    return builder.start();
  }

  private static void type(OutputStream keys, String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.US_ASCII));
    keys.flush();
  }

  /** Reads up to a text; the time limit of the test is that of the wait. */
  private static void await(InputStream screen, String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      int octet = screen.read();
      assertTrue(octet >= 0, () -> "'" + text + "' does not come: " + seen);
      seen.append((char) octet);
    }
  }
}

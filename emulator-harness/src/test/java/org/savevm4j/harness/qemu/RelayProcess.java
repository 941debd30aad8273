// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code pseries relay} as a process that has little memory. */
final class RelayProcess implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;
  private static final Pattern LISTENS =
      Pattern.compile("pseries: the relay listens on (\\S+), and .*");

  private final Process process;
  private final String uri;

  private RelayProcess(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts one before a destination that listens; the Java heap has {@code heapMegabytes} MiB. */
  static RelayProcess before(String destination, int heapMegabytes) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heapMegabytes + "m",
                "--enable-native-access=org.savevm4j.harness",
                "--module-path",
                Path.of("target", "lib").toString(),
                "--module",
                "org.savevm4j.harness/org.savevm4j.harness.cli.Pseries",
                "relay",
                "--listen=tcp:127.0.0.1:0",
                "--to=" + destination)
            .redirectErrorStream(true)
            .start();
    BufferedReader said = process.inputReader();
    String line = said.readLine();
    assertNotNull(line, "the relay ended at once");
    Matcher listens = LISTENS.matcher(line);
    if (!listens.matches()) {
      process.destroyForcibly();
    }
    assertTrue(listens.matches(), line);
    return new RelayProcess(process, listens.group(1));
  }

  String uri() {
    return uri;
  }

  /** The most memory that the whole process has had so far, in KiB. */
  long peakKibibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until it has ended well; answers what it said. */
  String await() throws IOException, InterruptedException {
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the relay does not end");
    String said = String.join("; ", process.inputReader().lines().toList());
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The program in {@code emulator-harness/qemu/client}, with the package that it needs. */
record NpmClient(Path folder) {

  private static final Path SOURCES = Path.of("qemu", "client").toAbsolutePath();
  private static final String PROGRAM = "drive.cjs";
  private static final long LIMIT_SECONDS = 90;

  /**
   * Lays it out in a folder; skips the test, saying why, where Node.js or the package cannot be
   * had.
   */
  static NpmClient in(Path folder) throws IOException, InterruptedException {
    for (String file : List.of(PROGRAM, "package.json", "package-lock.json")) {
      Files.copy(SOURCES.resolve(file), folder.resolve(file));
    }
    NpmClient client = new NpmClient(folder);
    client.require("node", "--version");
    client.require("npm", "ci", "--no-audit", "--no-fund");
    return client;
  }

  /** Drives machines by their sockets; answers the lines that it wrote. */
  List<String> drive(List<Path> sockets) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", PROGRAM));
    sockets.forEach(socket -> command.add(socket.toString()));
    Path errors = folder.resolve("errors");
    Process process = process(command).redirectError(errors.toFile()).start();
    List<String> lines = process.inputReader().lines().toList();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String words = Files.readString(errors).strip();
    System.out.println("qemu: npm client: " + words);
    assertTrue(ended, "the client does not end");
    assertEquals(0, process.exitValue(), () -> words + " after " + lines);
    return lines;
  }

  private void require(String... command) throws IOException, InterruptedException {
    Path words = folder.resolve("words");
    int status;
    try {
      Process process =
          process(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(words.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      status = ended ? process.exitValue() : -1;
    } catch (IOException missing) {
      Files.writeString(words, String.valueOf(missing.getMessage()));
      status = -1;
    }
    String reason = Files.readString(words).strip();
    System.out.println("qemu: npm client: " + String.join(" ", command) + ": " + reason);
    Assumptions.assumeTrue(status == 0, () -> "skipped: no client of the npm registry: " + reason);
  }

  private ProcessBuilder process(List<String> command) {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
  }
}

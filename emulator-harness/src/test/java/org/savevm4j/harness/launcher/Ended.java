// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that has ended.
 *
 * @param out all of its standard output
 * @param err all of its standard error
 */
record Ended(int status, String out, String err) {

  private static final long LIMIT_SECONDS = 90;

  /** Runs {@code emulator-harness/bin/pseries} in {@code folder}. */
  static Ended pseries(Path folder, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(Path.of("bin", "pseries").toAbsolutePath().toString()));
    command.addAll(Arrays.asList(arguments));
    return of(folder, command);
  }

  /** Lets a shell run a script, in which {@code "$0"} is the launcher and the others follow. */
  static Ended shell(Path folder, String script, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", script, Path.of("bin", "pseries").toAbsolutePath().toString()));
    command.addAll(Arrays.asList(arguments));
    return of(folder, command);
  }

  /** Runs the command line on a module path of its own. */
  static Ended pseriesOn(Path modulePath, Path folder, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=org.savevm4j.harness",
                "--module-path",
                modulePath.toString(),
                "--module",
                "org.savevm4j.harness/org.savevm4j.harness.cli.Pseries"));
    command.addAll(Arrays.asList(arguments));
    return of(folder, command);
  }

  /** The one line on standard error; fails if there are more, or none. */
  String line() {
    assertTrue(err.lines().count() == 1, err);
    return err.strip();
  }

  private static Ended of(Path folder, List<String> command)
      throws IOException, InterruptedException {
    return of(folder, new ProcessBuilder(command));
  }

  /** Runs what {@code builder} says in {@code folder}, without input. */
  static Ended of(Path folder, ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        builder
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    assertTrue(ended, () -> builder.command() + " does not end");
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}

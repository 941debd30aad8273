// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.MigrationUriException;

/**
 * One emulator that we started, and can end. Its standard input is a pipe of ours that nobody
 * writes to: when we are gone it ends, and so does the emulator.
 */
public final class EmulatorProcess {

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int QUIT_SECONDS = 5;

  private final String role;
  private final Process process;
  private final MigrationUri monitor;
  private final Path messages;

  private EmulatorProcess(String role, Process process, MigrationUri monitor, Path messages) {
    this.role = role;
    this.process = process;
    this.monitor = monitor;
    this.messages = messages;
  }

  /**
   * Starts an emulator.
   *
   * @param role its name in messages, and of its files in {@code folder}
   */
  public static EmulatorProcess start(
      String role, Path folder, DemoOptions options, List<String> arguments)
      throws IOException, DemoException {
    Path messages = folder.resolve(role + ".log");
    MigrationUri monitor = monitor(folder.resolve(role));
    List<String> command = new ArrayList<>(options.launcher());
    command.addAll(options.guest());
    command.addAll(arguments);
    command.addAll(List.of("--qmp", monitor.toString(), "--end-with-stdin"));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(options.showErrors() ? Redirect.INHERIT : Redirect.to(messages.toFile()))
            .start();
    return new EmulatorProcess(role, process, monitor, messages);
  }

  private static MigrationUri monitor(Path socket) throws DemoException {
    try {
      return MigrationUri.parse("unix:" + socket);
    } catch (MigrationUriException e) {
      throw new DemoException("no place for sockets: " + e.getMessage(), e);
    }
  }

  /**
   * Connects to its monitor once it listens.
   *
   * @throws DemoException when it ends before, with its last words
   */
  public QmpClient connect() throws IOException, QmpException, InterruptedException, DemoException {
    try {
      return QmpClient.connect(monitor, process.toHandle(), START_LIMIT);
    } catch (IOException e) {
      checkAlive();
      throw e;
    }
  }

  /** Waits, and returns at once when the process ends. */
  public void letRun(Duration time) throws InterruptedException, DemoException, IOException {
    process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    checkAlive();
  }

  /**
   * Makes sure that it runs.
   *
   * @throws DemoException when it has ended, with its last words
   */
  public void checkAlive() throws DemoException, IOException {
    if (!process.isAlive()) {
      List<String> words = words();
      String last = words.isEmpty() ? "" : ": " + words.getLast().replaceFirst("^pseries: ", "");
      throw new DemoException("the " + role + " ended with status " + process.exitValue() + last);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * The status that it ended with.
   *
   * @throws IllegalThreadStateException if it runs
   */
  public int status() {
    return process.exitValue();
  }

  /** What it has said on standard error so far; nothing if that is shown. */
  public List<String> words() throws IOException {
    return Files.exists(messages) ? Files.readAllLines(messages) : List.of();
  }

  /** Kills it by SIGKILL, and returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, and does not wait. */
  public void askToEnd() {
    process.destroy();
  }

  /** Ends it: asks, waits 5 s, then kills. Does nothing when it has ended. */
  public void end() {
    process.destroy();
    try {
      if (process.waitFor(QUIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command that takes no more than its pipe holds. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StalledCommandTest {

  @TempDir Path folder;

  private List<ProcessHandle> started = List.of();

  /** Frees a thread that a failed test left in a write, too. */
  @AfterEach
  void endTheCommand() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void migrationIntoACommandThatReadsNothingIsCancelledInTime() throws Exception {
    Path pid = folder.resolve("pid");
    Emulator source = Emulator.open(StubOptions.booting());
    source.start();
    MigrationWait end = MigrationWait.on(source);
    source.migrate("exec:echo $$ > '" + pid + "'; sleep 300 | cat");
    awaitBlockedWrite();
    // Found now: whoever lost its parent is no descendant of the shell any more.
    started = awaitCommand(pid);
    assertEquals(3, started.size(), "the shell, sleep and cat");

    CompletableFuture<Void> ending =
        CompletableFuture.runAsync(
            () -> {
              try {
                source.migrateCancel();
                assertEquals("cancelled", end.await());
                assertEquals(RunStatus.RUNNING, source.status());
                source.close();
              } catch (java.io.IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            task -> Thread.ofPlatform().daemon().start(task));
    ending.get(20, TimeUnit.SECONDS);
  }

  private static List<ProcessHandle> withChildren(long pid) {
    ProcessHandle shell = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(shell), shell.descendants()).toList();
  }

  /** The pipe may be full before the shell has told its id and started the others. */
  private static List<ProcessHandle> awaitCommand(Path pid) throws java.io.IOException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      String text = Files.exists(pid) ? Files.readString(pid) : "";
      if (text.endsWith("\n")) {
        List<ProcessHandle> command = withChildren(Long.parseLong(text.strip()));
        if (command.size() == 3) {
          return command;
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    throw new AssertionError("the command does not start");
  }

  private static void awaitBlockedWrite() {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!migrationWrites()) {
      assertTrue(System.nanoTime() < end, "the migration does not fill the pipe");
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private static boolean migrationWrites() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("migration"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("writeBytes"));
  }
}

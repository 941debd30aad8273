// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest that has come and is to go on to the next machine at once. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OnwardMigrationTest {

  @TempDir private Path folder;

  @Test
  void waitsForSectionsThatCleanUpAfterTheArrival() throws Exception {
    BadSection receiver = new BadSection(Misdeed.HANGS, "cleanup");
    BadSection sender = new BadSection(Misdeed.THROWS, "none");
    String socket = "unix:" + folder.resolve("socket");
    try (Emulator destination =
            Emulator.open(StubOptions.incoming(socket).withPlugins(List.of(receiver)));
        Emulator source = Emulator.open(StubOptions.booting().withPlugins(List.of(sender)))) {
      source.start();
      source.migrate(socket);
      while (receiver.cleanups() == 0) {
        Thread.onSpinWait();
      }
      FutureTask<Void> onward =
          new FutureTask<>(
              () -> {
                destination.migrate("file:" + folder.resolve("stream"));
                return null;
              });
      Thread monitor = Thread.ofPlatform().start(onward);
      while (monitor.getState() != Thread.State.TIMED_WAITING) {
        assertFalse(onward.isDone(), "no section may be called by two threads");
        Thread.onSpinWait();
      }
      receiver.behave();
      onward.get();
      while (destination.queryMigrate().underWay()) {
        Thread.onSpinWait();
      }
      assertEquals("completed", destination.queryMigrate().status());
      assertEquals(RunStatus.POSTMIGRATE, destination.status());
    }
  }
}

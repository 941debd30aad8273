// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ListenerLocksTest {

  @TempDir Path folder;

  @Test
  void figuresCanBeAskedForWhileAListenerHearsOfAPass() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri));
        Emulator source = Emulator.open(StubOptions.booting())) {
      CompletableFuture<String> seen = new CompletableFuture<>();
      source.addListener(new FirstPass(source, seen));
      MigrationWait end = MigrationWait.on(destination);
      source.start();
      source.migrate(uri);
      assertEquals("active", seen.get(20, TimeUnit.SECONDS));
      assertEquals("completed", end.await());
    }
  }

  /** Holds the first pass up until another thread has the figures. */
  private record FirstPass(Emulator source, CompletableFuture<String> seen)
      implements EmulatorListener {

    @Override
    public void pass(long pass) {
      CompletableFuture<String> asked =
          CompletableFuture.supplyAsync(() -> source.queryMigrate().status());
      seen.complete(asked.completeOnTimeout("blocked", 5, TimeUnit.SECONDS).join());
    }

    @Override
    public void stopped() {}

    @Override
    public void resumed() {}

    @Override
    public void migration(String status) {}
  }
}

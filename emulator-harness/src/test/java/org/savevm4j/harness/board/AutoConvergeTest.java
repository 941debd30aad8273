// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.ThrottleParameters;

/** A guest that changes all it can, and a link that carries a part of that. */
@Tag("alone")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AutoConvergeTest {

  private static final long BYTES_PER_SECOND = 16L << 20;

  /** What the link carries in this many ms is a small part of what the guest changes in a lap. */
  private static final long DOWNTIME_LIMIT = 100;

  private static final ThrottleParameters LARGE_STEPS = new ThrottleParameters(20, 40, 99, 50);

  /** More than the slowed guest needs: it has three steps to go. */
  private static final int PASSES_WITHOUT_END = 6;

  @TempDir Path folder;

  @Test
  void guestThatOutrunsTheLinkConvergesOnceItIsSlowed() throws Exception {
    try (Emulator source = Emulator.open(options(null))) {
      source.parameters(new MigrationParameters(BYTES_PER_SECOND, DOWNTIME_LIMIT, LARGE_STEPS));
      source.start();
      stayUnderWay(source);

      String uri = "unix:" + folder.resolve("slowed");
      try (Emulator destination = Emulator.open(options(uri))) {
        source.capability(Capabilities.RETURN_PATH, true);
        source.capability(Capabilities.AUTO_CONVERGE, true);
        MigrationWait sourceEnd = MigrationWait.on(source);
        MigrationWait destinationEnd = MigrationWait.on(destination);
        PassWatch slowed = PassWatch.on(source, info -> info.cpuThrottlePercent() >= 60);
        source.migrate(uri);
        slowed.await();
        assertEquals("completed", sourceEnd.await(), () -> source.queryMigrate().toString());
        assertEquals("completed", destinationEnd.await());
        assertEquals(0, source.queryMigrate().cpuThrottlePercent(), "it ends with the migration");
        assertEquals(0, destination.guestCheck().mismatches());
      }
    }
  }

  @Test
  void cancelEndsTheSlowness() throws Exception {
    try (Emulator source = Emulator.open(options(null))) {
      // one step to the end, and a limit that a running guest does not keep
      source.parameters(new MigrationParameters(4L << 20, 0, new ThrottleParameters(99, 1, 99, 1)));
      source.capability(Capabilities.AUTO_CONVERGE, true);
      source.start();
      MigrationWait end = MigrationWait.on(source);
      PassWatch slowed = PassWatch.on(source, info -> info.cpuThrottlePercent() == 99);
      source.migrate("exec:cat >/dev/null");
      slowed.await();
      source.migrateCancel();
      assertEquals("cancelled", end.await());
      assertEquals(0, source.queryMigrate().cpuThrottlePercent());
      assertEquals(RunStatus.RUNNING, source.status());
      assertEquals(0, source.guestCheck().mismatches());
    }
  }

  /** Lets it migrate for some passes without being slowed, and then cancels. */
  private static void stayUnderWay(Emulator source) throws Exception {
    MigrationWait end = MigrationWait.on(source);
    AtomicInteger passes = new AtomicInteger();
    PassWatch watch = PassWatch.on(source, _ -> passes.incrementAndGet() == PASSES_WITHOUT_END);
    source.migrate("exec:cat >/dev/null");
    watch.await();
    assertTrue(source.queryMigrate().underWay(), () -> source.queryMigrate().toString());
    assertEquals(0, source.queryMigrate().cpuThrottlePercent());
    source.migrateCancel();
    assertEquals("cancelled", end.await());
  }

  private static EmulatorOptions options(@Nullable String incoming) {
    return new EmulatorOptions(
        StubOptions.MEMORY, 1, null, incoming, false, new GuestOptions(Workload.MIX, 0, 7, 256));
  }
}

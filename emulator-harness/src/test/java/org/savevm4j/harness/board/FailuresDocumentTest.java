// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.ThrottleParameters;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;

/**
 * Lets each row of docs/failures.md happen, and looks who runs, who is paused, and what they say.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class FailuresDocumentTest {

  private static final long STALL_MILLIS = 400;

  @TempDir private Path folder;

  static List<FailureRow> rows() throws IOException {
    return FailureRow.read();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatTheDocumentSaysHappens(FailureRow row) throws Exception {
    String uri = (toFile(row) ? "file:" : "unix:") + folder.resolve("stream");
    try (FaultyWire wire = new FaultyWire(row.fault(), row.phase(), broken(row.fault()));
        Emulator destination =
            Emulator.open(
                StubOptions.incoming(toFile(row) ? "defer" : uri), wire.destinationTap());
        Emulator source = Emulator.open(StubOptions.booting(), wire.sourceTap())) {
      set(destination, row, 300);
      set(source, row, row.phase() == FaultPhase.LATER_PASSES ? 0 : 300);
      source.addListener(wire);
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      MigrationWait destinationEnd = MigrationWait.on(destination);
      source.migrate(uri);
      if (row.fault() == Fault.CANCELLED) {
        wire.awaitStrike();
        source.migrateCancel();
      }
      requireOutcome(row, row.source(), source, sourceEnd);
      requireOutcome(row, row.destination(), destination, destinationEnd);
      assertFalse(
          source.status().running()
              && destination.status().running()
              && row.fault() != Fault.SOURCE_KILLED,
          "two guests run");
      requireGuestGoesOn(row, source, destination);
    }
  }

  @Test
  void noFaultAndNoPhaseIsLeftOut() throws Exception {
    Set<String> expected = new TreeSet<>();
    for (Fault fault : Fault.values()) {
      for (FaultPhase phase : FaultPhase.values()) {
        boolean file = fault == Fault.DISK_FULL;
        if (!file) {
          expected.add(fault + " " + phase + " true");
        }
        // without a return path the source lets go with its last byte
        boolean late = phase == FaultPhase.GUEST_ARRIVED;
        boolean tooLate = fault == Fault.CANCELLED && phase.isAfterLastByte();
        if (!late && !tooLate) {
          expected.add(fault + " " + phase + " false");
        }
      }
    }
    Set<String> told =
        rows().stream()
            .map(row -> row.fault() + " " + row.phase() + " " + row.returnPath())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, told);
    assertEquals(expected.size(), rows().size(), "none is told twice");
    assertEquals(
        EnumSet.allOf(Fault.class),
        rows().stream()
            .map(FailureRow::fault)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class))));
  }

  private static boolean toFile(FailureRow row) {
    return row.fault() == Fault.DISK_FULL;
  }

  /** A socket whose peer has left; or a disk without room. */
  private Link broken(Fault fault) throws Exception {
    if (fault == Fault.DISK_FULL) {
      return MigrationUri.parse("file:/dev/full").connect();
    }
    MigrationUri uri = MigrationUri.parse("unix:" + folder.resolve("broken"));
    try (Listener listener = uri.listen()) {
      Link broken = uri.connect();
      listener.accept().close();
      return broken;
    }
  }

  private static void set(Emulator emulator, FailureRow row, long downtimeLimit) throws Exception {
    long stall = row.fault() == Fault.LINK_STALLED ? STALL_MILLIS : 0;
    emulator.parameters(
        new MigrationParameters(
            0, downtimeLimit, ThrottleParameters.DEFAULT, new LinkParameters(stall, 0)));
    emulator.capability("return-path", row.returnPath());
  }

  private static void requireOutcome(
      FailureRow row, FailureRow.Expected expected, Emulator side, MigrationWait end)
      throws Exception {
    if (expected.outcome().equals("gone") || expected.outcome().equals("none")) {
      return;
    }
    String migration = end.await();
    assertEquals(
        expected.outcome(), outcome(side.status(), migration), () -> "" + side.queryMigrate());
    String said = side.queryMigrate().errorDesc();
    if (expected.line() == null) {
      assertEquals(null, said);
    } else {
      requireLine(expected.line(), said);
    }
    assertEquals(
        row.fault() == Fault.CANCELLED && expected.outcome().equals("runs on"),
        migration.equals("cancelled"));
  }

  private static void requireLine(String expected, @Nullable String said) {
    assertTrue(said != null && said.contains(expected), said);
    assertEquals(1, said.lines().count());
  }

  private static String outcome(RunStatus status, String migration) {
    return switch (status + " " + migration) {
      case "RUNNING failed", "RUNNING cancelled" -> "runs on";
      case "RUNNING completed" -> "runs";
      case "PAUSED failed" -> "stays paused";
      case "POSTMIGRATE completed" -> "has handed over";
      case "INMIGRATE failed" -> "gives up";
      default -> status + " " + migration;
    };
  }

  /** Where a guest survived it is whole, and a second migration works. */
  private void requireGuestGoesOn(FailureRow row, Emulator source, Emulator destination)
      throws Exception {
    if (row.destination().outcome().equals("runs")) {
      assertEquals(0, destination.guestCheck().mismatches());
    } else if (!row.source().outcome().equals("gone")) {
      if (!source.status().running()) {
        source.cont();
      }
      assertEquals(0, source.guestCheck().mismatches());
      if (row.source().outcome().equals("runs on") || row.returnPath()) {
        source.parameters(MigrationParameters.DEFAULT);
        String uri = "unix:" + folder.resolve("second");
        try (Emulator second = Emulator.open(StubOptions.incoming(uri))) {
          MigrationWait arrived = MigrationWait.on(second);
          source.migrate(uri);
          assertEquals("completed", arrived.await(), () -> "" + source.queryMigrate());
          assertEquals(0, second.guestCheck().mismatches());
        }
      }
    }
  }
}

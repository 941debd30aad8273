// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.transport.Link;

/** Migrations with checksums from end to end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChecksumMigrationTest {

  private static final String CHECKSUM = "x-section-checksum";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"TABLE,TABLE,false", "TABLE,TABLE,true", "TABLE,FD,true", "FD,TABLE,false"})
  void guestArrivesWhole(HtabAccess from, HtabAccess to, boolean packed) throws Exception {
    String uri = uri("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri).withHtabBackend(to));
        Emulator source = Emulator.open(StubOptions.booting().withHtabBackend(from))) {
      for (Emulator emulator : new Emulator[] {source, destination}) {
        emulator.capability(CHECKSUM, true);
        emulator.capability("x-htab-packed", packed);
      }
      source.capability("return-path", true);
      source.parameters(new MigrationParameters(16L << 20, 300));
      source.start();
      migrate(source, destination, uri);
      assertEquals(0, destination.guestCheck().mismatches());
    }
  }

  @ParameterizedTest
  @CsvSource({"true, on, off", "false, off, on"})
  void oneSideAloneIsRefused(boolean atSource, String there, String here) throws Exception {
    String uri = uri("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri));
        Emulator source = Emulator.open(StubOptions.booting())) {
      (atSource ? source : destination).capability(CHECKSUM, true);
      source.capability("return-path", true);
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      MigrationWait destinationEnd = MigrationWait.on(destination);
      source.migrate(uri);
      assertEquals("failed", destinationEnd.await());
      assertEquals("failed", sourceEnd.await());
      assertEquals(
          "the capability x-section-checksum is %s at the source and %s here: set it on both sides,"
                  .formatted(there, here)
              + " or on none",
          destination.queryMigrate().errorDesc());
      assertEquals(RunStatus.RUNNING, source.status());
    }
  }

  @Test
  void bitFlippedInAPageIsFoundAndNamedAndTheSourceGoesOn() throws Exception {
    String[] errors = migrateWithFlip(FlippingLink::inPage);
    assertTrue(
        errors[0].matches(
            "section ram: offset \\d+: CRC32C up to the end of this PART is [0-9a-f]{8},"
                + " expected [0-9a-f]{8}: what came is not what was sent"),
        errors[0]);
    assertEquals(
        "the destination gave up: what came there is not what was sent, as x-section-checksum"
            + " showed; it says where, and a new migration may do better",
        errors[1]);
  }

  @Test
  void destinationThatMisreadTheLastLengthDoesNotWaitForWhatNeverComes() throws Exception {
    String[] errors = migrateWithFlip(FlippingLink::inVmdescLength);
    assertTrue(errors[0].contains("the stream ends here"), errors[0]);
    assertEquals("the destination gave up with status 1; see what it says", errors[1]);
  }

  /** Answers what destination and source say; then the guest migrates after all. */
  private String[] migrateWithFlip(ToIntFunction<ByteBuffer> where) throws Exception {
    String uri = uri("flipped");
    AtomicReference<FlippingLink> flipping = new AtomicReference<>();
    UnaryOperator<Link> tap =
        link -> {
          FlippingLink next = new FlippingLink(link, where);
          return flipping.compareAndSet(null, next) ? next : link;
        };
    try (Emulator destination = Emulator.open(StubOptions.incoming("defer"));
        Emulator source = Emulator.open(StubOptions.booting(), tap)) {
      destination.migrateIncoming(uri);
      source.capability(CHECKSUM, true);
      destination.capability(CHECKSUM, true);
      source.capability("return-path", true);
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      MigrationWait destinationEnd = MigrationWait.on(destination);
      source.migrate(uri);
      assertEquals("failed", destinationEnd.await());
      assertEquals("failed", sourceEnd.await());
      assertTrue(flipping.get().hasFlipped());
      assertEquals(RunStatus.INMIGRATE, destination.status());
      assertEquals(RunStatus.RUNNING, source.status());
      String[] errors = {
        String.valueOf(destination.queryMigrate().errorDesc()),
        String.valueOf(source.queryMigrate().errorDesc())
      };

      String again = uri("again");
      destination.migrateIncoming(again);
      migrate(source, destination, again);
      assertEquals(0, destination.guestCheck().mismatches());
      return errors;
    }
  }

  private String uri(String name) {
    return "unix:" + folder.resolve(name);
  }

  private static void migrate(Emulator source, Emulator destination, String uri) throws Exception {
    MigrationWait sourceEnd = MigrationWait.on(source);
    MigrationWait destinationEnd = MigrationWait.on(destination);
    source.migrate(uri);
    assertEquals("completed", sourceEnd.await(), () -> source.queryMigrate().toString());
    assertEquals("completed", destinationEnd.await(), () -> destination.queryMigrate().toString());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

/** Streams that earlier versions of this project wrote mean what they meant then. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GoldenStreamsTest {

  private static final Path STREAMS = Path.of("src", "test", "resources", "streams");
  private static final long MEMORY = 16L << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void holdsTheTableAndTheRamThatItHeldWhenItWasWritten(Golden golden) throws Exception {
    try (StreamContents contents = StreamContents.load(unpacked(golden))) {
      StreamAnalysis analysis = contents.analysis();
      assertNull(analysis.fault());
      assertNotNull(analysis.htab());
      assertEquals(golden.table, analysis.htab().sha256());
      assertEquals(golden.ram, analysis.ram().getFirst().sha256());
    }
  }

  @ParameterizedTest
  @EnumSource
  void guestGoesOnAndFindsAllThatItBelieves(Golden golden) throws Exception {
    EmulatorOptions options =
        new EmulatorOptions(
            MEMORY, 1, null, EmulatorOptions.DEFER, false, new GuestOptions(Workload.MIX, 0, 1));
    try (Emulator destination = Emulator.open(options)) {
      for (String capability : destination.capabilities().keySet()) {
        destination.capability(
            capability, List.of(golden.capabilities.split(" ")).contains(capability));
      }
      MigrationWait arrived = MigrationWait.on(destination);
      destination.migrateIncoming("file:" + unpacked(golden));
      assertEquals("completed", arrived.await(), () -> destination.queryMigrate().toString());
      assertEquals(RunStatus.RUNNING, destination.status());
      GuestCheckResult check = destination.guestCheck();
      assertEquals(0, check.mismatches(), check::toString);
    }
  }

  private Path unpacked(Golden golden) throws Exception {
    Path stream = folder.resolve(golden.name());
    try (InputStream in = new GZIPInputStream(Files.newInputStream(STREAMS.resolve(golden.file)))) {
      Files.copy(in, stream);
    }
    return stream;
  }

  /** A file, and what it held when it was written. */
  enum Golden {
    CLASSIC(
        "savevm4j-0.1-16m-classic.qevm.gz",
        "cb23e8860859c50fb6a725e9b773024c75efdabdbfd7f47ba1bc1e10105cc9f0",
        "c1a43d1f63e361be0aac813b04efc63609d2e6c724d1d27ae4c16961828e8522",
        ""),
    PACKED(
        "savevm4j-0.1-16m-packed.qevm.gz",
        "e0c226aa215bfa392c65f07eb5a675ea37617bf47bf198aa9975382426e55c1d",
        "46838ebe07cc4f45494771b618889cc8fea5e31f6fe62851d2c08965954794b2",
        "x-htab-packed"),
    CHECKSUM(
        "savevm4j-0.1-16m-checksum.qevm.gz",
        "62bd565f188b3e7393f40eb3b3a5a638519bda46d37535700549da89409c2e41",
        "42037c465fe910ab0de9878ab2662ee332e1070729764569c600702dbe062fbf",
        "x-section-checksum"),
    PACKED_CHECKSUM(
        "savevm4j-0.1-16m-packed-checksum.qevm.gz",
        "27c289fb98da14bc0add6ab0882ba7ae9f5afb57a1abac08315a38071ba8ee54",
        "89b2fa7ff43a20d7526c7b3f6a304c527c3c2d8379678083abb98cbb7a754913",
        "x-htab-packed x-section-checksum");

    private final String file;
    private final String table;
    private final String ram;

    /** With blanks between them. */
    private final String capabilities;

    Golden(String file, String table, String ram, String capabilities) {
      this.file = file;
      this.table = table;
      this.ram = ram;
      this.capabilities = capabilities;
    }
  }
}

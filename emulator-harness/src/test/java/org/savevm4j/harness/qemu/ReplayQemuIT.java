// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.VmdescWalk;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.rewrite.PassedRam;
import org.savevm4j.harness.rewrite.PassedTable;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.savevm.Services;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.stream.StateInput;

/** A busy guest migrates slowly; what QEMU sent is replayed payload by payload. */
@Timeout(300)
class ReplayQemuIT {

  private static final int PASSES = 6;
  private static final long BYTES_PER_SECOND = 16 << 20;
  private static final int PAYLOADS = 4;

  /** Migrations until one has as many payloads: a guest that gets no processor changes nothing. */
  private static final int ATTEMPTS = 12;

  @TempDir private Path folder;

  @Test
  void ourPassesOverTheSameChangesPutTheSameBytes() throws Exception {
    try (QemuProcess qemu = QemuProcess.boot(QemuOptions.guest("churn").memory("256"))) {
      boolean told = false;
      for (int attempt = 1; !told; attempt++) {
        assertTrue(attempt <= ATTEMPTS, "too few payloads to be a replay, or nothing was unmapped");
        Path file = folder.resolve("stream" + attempt);
        qemu.save(file, PASSES, BYTES_PER_SECOND);
        told = requireSameBytes(file);
        qemu.cont();
      }
    }
  }

  /** Replays a stream; answers whether it told the table in pieces, and of emptied slots. */
  private static boolean requireSameBytes(Path file) throws Exception {
    try (PassedTable table = new PassedTable();
        FileChannel channel = FileChannel.open(file)) {
      ReplayedSection replayed = replay(channel, table);
      System.out.println(
          "qemu: replayed: %d records in %d payloads, %d passes; %d slots were told as empty"
              .formatted(
                  replayed.records(), replayed.payloads(), replayed.passes(), replayed.emptied()));
      assertEquals(
          htab(file).sha256(),
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(replayed.table())));
      return replayed.payloads() >= PAYLOADS && replayed.emptied() > 0;
    }
  }

  private static ReplayedSection replay(FileChannel channel, PassedTable table) throws Exception {
    SectionProvider provider = SectionRegistry.read().provider("spapr/htab");
    Services services = new Services(Map.of(HtabBackend.class, new TableBackend(table)));
    ReplayedSection replayed = new ReplayedSection((LiveSection) provider.open(services), table);
    VmdescWalk devices = VmdescWalk.skipping(channel);
    assertNotNull(devices);
    try (LoadStream load =
        new LoadStream(
            new StateInput(channel),
            List.of(
                new OpenSection(RamSection.NAME, 0, new PassedRam()),
                new OpenSection(provider.name(), provider.instanceId(), replayed)),
            devices,
            new Hearing())) {
      load.load();
    }
    return replayed;
  }

  private static StreamAnalysis.HtabInfo htab(Path file) throws Exception {
    try (StreamContents contents = StreamContents.load(file)) {
      StreamAnalysis.HtabInfo htab = contents.analysis().htab();
      assertNotNull(htab);
      return htab;
    }
  }

  private static final class Hearing implements LoadListener {

    @Override
    public void configuration(Configuration configuration, long offset) {
      // it is QEMU's
    }

    @Override
    public void command(Command command, long offset) {
      // it is for a destination
    }
  }
}

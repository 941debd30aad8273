// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.savevm4j.harness.rewrite.FileRewrite;
import org.savevm4j.harness.rewrite.RewriteFigures;

/** A Linux guest whose page table went through the section goes on in QEMU. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class RewriteQemuIT {

  private static final QemuOptions GUEST = QemuOptions.guest("fork");
  private static final int REWRITES = 20;
  private static final int PAIRS = 3;

  /** A guest that lives beats within half a second of these. */
  private static final Duration SILENCE = Duration.ofSeconds(8);

  @TempDir private static Path folder;

  /** A fork storm that was saved while it ran, and its last beat. */
  private static Path stream;

  private static Beat last;

  @BeforeAll
  @Timeout(300)
  static void saveAForkStorm() throws Exception {
    stream = folder.resolve("stream");
    try (QemuProcess source = QemuProcess.boot(GUEST)) {
      source.save(stream);
      last = source.heartbeat().last();
    }
  }

  @Test
  void guestGoesOnFromWhereItWas() throws Exception {
    Path rewritten = folder.resolve("whole");
    RewriteFigures figures = FileRewrite.run(stream, rewritten, false);
    try (QemuProcess destination = QemuProcess.load(GUEST, rewritten)) {
      Beat first = destination.heartbeat().goesOnFrom(last, 10);
      System.out.println(
          "qemu: rewrite: %d entries, %d bytes in, %d out; beat %d after %d, ten with the same sum"
              .formatted(
                  figures.saved("valid-sent"),
                  figures.bytesIn(),
                  figures.bytesOut(),
                  first.count(),
                  last.count()));
    }
  }

  @Test
  void guestWithoutItsBoltedEntriesIsDead() throws Exception {
    Path whole = folder.resolve("whole-beside");
    FileRewrite.run(stream, whole, false);
    Path rewritten = folder.resolve("without-bolted");
    FileRewrite.run(stream, rewritten, false);
    int dropped = TableRecords.dropBolted(rewritten);
    assertTrue(dropped > 8000, () -> dropped + " entries are bolted");
    try (QemuProcess dead = QemuProcess.load(GUEST, rewritten);
        QemuProcess alive = QemuProcess.load(GUEST, whole)) {
      // one that lives shows that silence is not the computer's, however busy it is
      alive.heartbeat().goesOnFrom(last, 2);
      Beat beat = dead.heartbeat().await(1, SILENCE);
      assertNull(beat, "the guest lives without its bolted entries");
      System.out.println(
          "qemu: negative control: %d bolted entries dropped, loaded, silent while one with them beats"
                  .formatted(dropped)
              + " and %d s more".formatted(SILENCE.toSeconds()));
    }
  }

  @Test
  void guestLivesOnItsBoltedEntriesAlone() throws Exception {
    Path whole = folder.resolve("whole-of-pair");
    Path bolted = folder.resolve("bolted-of-pair");
    RewriteFigures all = FileRewrite.run(stream, whole, false);
    RewriteFigures few = FileRewrite.run(stream, bolted, true);
    assertTrue(few.dropped() > 0, "a fork storm has entries that are not bolted");
    List<Long> wholeMillis = new ArrayList<>();
    List<Long> boltedMillis = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      wholeMillis.add(millisToBeat(whole));
      boltedMillis.add(millisToBeat(bolted));
    }
    System.out.println(
        "qemu: bolted-only: %d of %d entries left out, %d of %d bytes saved; from the load's end to"
                .formatted(
                    few.dropped(),
                    all.saved("valid-sent"),
                    all.bytesOut() - few.bytesOut(),
                    all.bytesOut())
            + " the second beat %s ms, with all entries %s ms (each of %d, medians %d and %d)"
                .formatted(
                    boltedMillis, wholeMillis, PAIRS, median(boltedMillis), median(wholeMillis)));
  }

  @Test
  void firstLapOverATableThatQemuSentWholeGivesTheSameRecords() throws Exception {
    Path again = folder.resolve("again");
    try (QemuProcess paused = QemuProcess.load(GUEST.with("-S"), stream)) {
      paused.save(again);
    }
    byte[] qemus = TableRecords.of(again).bytes();
    Path ours = folder.resolve("ours");
    FileRewrite.run(again, ours, false);
    assertArrayEquals(qemus, TableRecords.of(ours).bytes());
    // also from the stream of a guest that ran, whose records came in many laps
    FileRewrite.run(stream, ours, false);
    assertArrayEquals(qemus, TableRecords.of(ours).bytes());
    System.out.println("qemu: identity: " + qemus.length + " bytes of records, all equal");
  }

  @Test
  void twentyRewritesOfAForkStormAtRandomMomentsAllLive() throws Exception {
    Path saved = folder.resolve("moment");
    Path rewritten = folder.resolve("moment-rewritten");
    List<Long> entries = new ArrayList<>();
    try (QemuProcess source = QemuProcess.boot(GUEST)) {
      for (int i = 0; i < REWRITES; i++) {
        // the moment is random; nothing waits for it
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(300_000_000));
        source.stop();
        source.save(saved);
        Beat before = source.heartbeat().last();
        source.cont();
        entries.add(FileRewrite.run(saved, rewritten, false).saved("valid-sent"));
        try (QemuProcess destination = QemuProcess.load(GUEST, rewritten)) {
          destination.cont();
          destination.heartbeat().goesOnFrom(before, 3);
        }
      }
    }
    assertEquals(REWRITES, entries.size());
    System.out.println("qemu: " + REWRITES + " rewrites, all alive; entries " + entries);
  }

  /** Loads a file; from the load's end to the guest's second beat. */
  private static long millisToBeat(Path file) throws Exception {
    try (QemuProcess destination = QemuProcess.load(GUEST, file)) {
      long loaded = System.nanoTime();
      destination.heartbeat().goesOnFrom(last, 5);
      Beat second = destination.heartbeat().await(2, SILENCE);
      assertNotNull(second);
      return (second.nanoTime() - loaded) / 1_000_000;
    }
  }

  private static long median(List<Long> values) {
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}

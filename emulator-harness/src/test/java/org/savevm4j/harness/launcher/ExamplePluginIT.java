// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A section that this project has never heard of, from its author's sources to its migration. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ExamplePluginIT {

  private static final Pattern PICTURE = Pattern.compile("acme/framebuffer picture: ([0-9]+)");
  private static final long LIMIT_NANOS = 60_000_000_000L;
  private static final long LOOK_NANOS = 5_000_000;

  /** Short names: a socket's path has 107 bytes at most. */
  @TempDir private static Path folder;

  @TempDir(factory = InTarget.class)
  private static Path target;

  private static ExampleBuild build;
  private static Path plugins;
  private static Path jar;

  @BeforeAll
  static void buildAndDropTheJarIntoAFolder() throws Exception {
    build = new ExampleBuild(target);
    Path built = build.run();
    plugins = Files.createDirectory(folder.resolve("plugins"));
    jar = Files.copy(built, plugins.resolve(built.getFileName()));
  }

  @Test
  void itsOwnTestsRanTheContracts() throws Exception {
    List<String> reports = build.testReports();
    assertEquals(2, reports.size(), reports::toString);
    assertRan(13, reports.getFirst());
    assertRan(6, reports.getLast());
  }

  @Test
  void itsStateIsAtTheDestinationAfterAMigration() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (SnapshotProcess destination = start("b", "--incoming=" + uri);
        SnapshotProcess source = start("a")) {
      assertEquals("", source.monitor("migrate_set_capability return-path on"));
      source.monitor("migrate -d " + uri);
      String sent = awaitEnd(source);
      String loaded = awaitEnd(destination);
      assertEquals(picture(sent), picture(loaded), "checksum of the picture at both ends");
      String sections = destination.monitor("info sections");
      for (String section : List.of("acme/framebuffer", "acme/palette")) {
        assertTrue(
            sections.lines().anyMatch(l -> l.startsWith(section) && l.endsWith(jar.toString())),
            sections);
      }
      assertEquals("VM status: running", destination.monitor("info status").strip());
      assertEquals(0, destination.mismatches(), "what the guest itself believes");
    }
  }

  @Test
  void destinationWithoutItRefusesItByNameAndListsWhatItHas() throws Exception {
    Path home = Files.createDirectory(folder.resolve("c"));
    try (SnapshotProcess source = start("c")) {
      assertEquals("", source.monitor("savevm a"));
    }
    Path stream = SnapshotProcess.snapshots(home).resolve("1.qevm");
    Ended refused =
        Ended.pseries(home, "run", "--memory=64M", "--no-rehearsal", "--incoming=file:" + stream);
    assertEquals(1, refused.status(), refused.err());
    String line = refused.err().lines().toList().getLast();
    assertTrue(line.contains("section acme/framebuffer: offset "), line);
    assertTrue(line.contains("no such section; it has [ram, spapr/htab from /"), line);
    assertTrue(line.endsWith(".jar]"), line);

    Ended blind = Ended.pseries(home, "analyze", stream.toString());
    assertEquals(1, blind.status(), blind.err());
    Ended seeing =
        Ended.pseries(home, "analyze", "--plugins=" + plugins, "--json", stream.toString());
    assertEquals(0, seeing.status(), seeing.err());
    assertTrue(seeing.out().contains("acme/framebuffer"), seeing.out());
    Ended rewritten =
        Ended.pseries(
            home, "rewrite", "--plugins=" + plugins, stream.toString(), home + "/again.qevm");
    assertEquals(0, rewritten.status(), rewritten.err());
  }

  private static void assertRan(int tests, String report) {
    String line = "Tests run: " + tests + ", Failures: 0, Errors: 0, Skipped: 0";
    assertTrue(report.contains(line), report);
  }

  /** What Maven makes, its local repository too, is in the folder of this build. */
  private static final class InTarget implements TempDirFactory {

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
        throws IOException {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "example");
    }
  }

  private static SnapshotProcess start(String home, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--plugins=" + plugins);
    arguments.add("--no-rehearsal");
    return SnapshotProcess.start(
        Files.createDirectories(folder.resolve(home)), "qmp", arguments.toArray(String[]::new));
  }

  private static String awaitEnd(SnapshotProcess side) throws Exception {
    long end = System.nanoTime() + LIMIT_NANOS;
    String info = side.monitor("info migrate");
    while (!info.contains("Migration status: completed")) {
      assertTrue(System.nanoTime() - end < 0 && !info.contains("failed"), info);
      // it asks again; this only leaves the core to the emulators
      LockSupport.parkNanos(LOOK_NANOS);
      info = side.monitor("info migrate");
    }
    return info;
  }

  private static String picture(String info) {
    Matcher picture = PICTURE.matcher(info);
    assertTrue(picture.find(), info);
    return picture.group(1);
  }
}

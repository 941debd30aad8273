// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this process holds now.
 *
 * @param threads their names
 * @param descriptors open files
 * @param mapped bytes of tables and RAM: the mappings that the kernel is told to have no huge pages
 *     for, which are the machine's
 */
record Resources(Set<String> threads, long descriptors, long mapped) {

  /** Of threads of the JVM's own, which look the same; a sweep that leaks maps far more. */
  private static final long SOME_STACKS = 4 << 20;

  static Resources now() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return new Resources(threadNames(), open.count(), mappedBytes());
    }
  }

  /** Fails if something was left behind since. */
  void requireNoMoreThan(Resources before) {
    Set<String> left = new TreeSet<>(threads);
    left.removeAll(before.threads);
    assertEquals(Set.of(), left, "threads");
    assertEquals(before.descriptors, descriptors, "descriptors");
    assertTrue(mapped - before.mapped <= SOME_STACKS, "mapped: " + before.mapped + ", " + mapped);
  }

  private static Set<String> threadNames() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long mappedBytes() throws IOException {
    long bytes = 0;
    long kibibytes = 0;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.startsWith("Size:")) {
        kibibytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
      } else if (line.startsWith("VmFlags:") && line.contains(" nh")) {
        bytes += kibibytes << 10;
      }
    }
    return bytes;
  }
}

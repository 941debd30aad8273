// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RehearsalTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void goesThroughEachStepOfTwoSwitchovers(HtabAccess access) throws Exception {
    Path file = folder.resolve("rehearsal.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("org.savevm4j.SwitchoverStep").withoutThreshold();
      recording.start();
      Rehearsal.start(access).join();
      recording.stop();
      recording.dump(file);
    }
    List<String> steps =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.hasField("step"))
            .sorted((one, other) -> one.getStartTime().compareTo(other.getStartTime()))
            .map((RecordedEvent event) -> event.getString("step"))
            .toList();
    List<String> once = List.of("stop", "sections", "devices", "end", "acknowledgement");
    List<String> twice = new ArrayList<>(once);
    twice.addAll(once);
    assertEquals(twice, steps);
  }

  @Test
  void leavesNoThreadAndNoFileBehind() throws Exception {
    List<Path> before = leftovers();
    Rehearsal.start(HtabAccess.TABLE).join();
    assertEquals(before, leftovers());
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("rehearsal")));
  }

  private static List<Path> leftovers() throws Exception {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("pseries-rehearsal"))
          .sorted()
          .toList();
    }
  }
}

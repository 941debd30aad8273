// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording tells of a migration. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FlightRecordingTest {

  private static final String HTAB = "spapr/htab";

  @TempDir Path folder;

  @Test
  void tellsPassesTurnsAndTheStepsOfTheSwitchover() throws Exception {
    MigrationInfo info;
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      for (String name : List.of("SectionTurn", "SectionPass", "SwitchoverStep")) {
        recording.enable("org.savevm4j." + name).withThreshold(Duration.ZERO);
      }
      recording.start();
      info = migrate();
      recording.stop();
      Path file = folder.resolve("recording.jfr");
      recording.dump(file);
      events = RecordingFile.readAllEvents(file);
    }
    List<RecordedEvent> passes = named(events, "SectionPass");
    assertEquals(info.htab().get("passes"), passes.getLast().getLong("pass"), info::toString);
    assertEquals(info.htab().get("records"), sum(passes, "records"), info::toString);
    List<RecordedEvent> turns = named(events, "SectionTurn");
    assertEquals(info.htab().get("transferred"), sum(turns, "bytes"), info::toString);
    assertEquals("start", turns.getFirst().getString("payload"));
    assertEquals("end", turns.getLast().getString("payload"));
    assertEquals(info.htab().get("downtime-bytes"), turns.getLast().getLong("bytes"));
    List<RecordedEvent> steps = events.stream().filter(event -> event.hasField("step")).toList();
    assertEquals(
        List.of("stop", "sections", "devices", "end", "acknowledgement"),
        steps.stream().map(step -> step.getString("step")).toList());
    long stepNanos = steps.stream().mapToLong(step -> step.getDuration().toNanos()).sum();
    assertTrue(stepNanos > 0 && stepNanos <= info.downtimeNanos(), () -> stepNanos + " " + steps);
  }

  private MigrationInfo migrate() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri));
        Emulator source = Emulator.open(StubOptions.booting())) {
      source.capability(Capabilities.RETURN_PATH, true);
      source.start();
      MigrationWait end = MigrationWait.on(source);
      MigrationWait arrival = MigrationWait.on(destination);
      source.migrate(uri);
      assertEquals("completed", end.await(), () -> source.queryMigrate().toString());
      assertEquals("completed", arrival.await());
      return source.queryMigrate();
    }
  }

  /** Those of the table, in the order in which they began. */
  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("org.savevm4j." + name))
        .filter(event -> event.getString("section").equals(HTAB))
        .sorted((one, other) -> one.getStartTime().compareTo(other.getStartTime()))
        .toList();
  }

  private static long sum(List<RecordedEvent> events, String field) {
    return events.stream().mapToLong(event -> event.getLong(field)).sum();
  }
}

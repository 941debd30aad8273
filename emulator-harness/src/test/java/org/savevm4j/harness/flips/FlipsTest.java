// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.progress.Work;

/** Each bit that is flipped in a stream with checksums is found, wherever it stands. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FlipsTest {

  private static final int FLIPS = 200;

  @Test
  void findsAllWithChecksumsAndNotAllWithout() throws Exception {
    FlipResult result = Flips.run(FLIPS, 5, Work.of("flips", "flips"));
    assertEquals(
        List.of(), result.unfound().stream().map(FlipRecord::line).toList(), result::toText);
    assertTrue(result.unfoundWithout().size() > FLIPS / 4, result::toText);
    result.requireAllFound();
    assertEquals(
        Set.of(
            "checksum",
            "command",
            "end of the sections and VMDESC",
            "file header and configuration",
            "footer",
            "header of a section",
            "payload of a device",
            "payload of ram",
            "payload of spapr/htab"),
        result.with().stream().map(FlipRecord::place).collect(Collectors.toSet()));
    assertEquals(FLIPS, result.toJson().path("with-checksums").path("found").asInt());
  }

  @Test
  void oneThatIsNotFoundFailsAndIsTold() {
    FlipRecord found = new FlipRecord("footer", 7, 1, FoundBy.FOOTER, "ram", "said so");
    FlipRecord unfound = new FlipRecord("payload of ram", 99, 3, FoundBy.NOTHING, null, null);
    EmulatorException told =
        assertThrows(
            EmulatorException.class,
            () ->
                new FlipResult(1, 100, List.of(found, unfound), List.of(unfound))
                    .requireAllFound());
    assertEquals(
        "1 of 2 flips were not found with checksums on, the first: bit 3 of byte 99, in a payload"
            + " of ram: not found",
        told.getMessage());
    assertThrows(
        EmulatorException.class,
        () -> new FlipResult(1, 100, List.of(found), List.of(found)).requireAllFound());
  }
}

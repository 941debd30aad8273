// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the command allows is what the document allows. */
class AllowedOutcomesTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "failures.md");
  private static final Pattern ROW =
      Pattern.compile("\\| ([a-z ]+) \\| ([a-z ]+) \\| (on|off|on, off) \\| ([a-z ,]+) \\|");

  @Test
  void areThoseOfTheDocument() throws IOException {
    Set<String> allowed = new TreeSet<>();
    for (KillKind kind : KillKind.values()) {
      for (boolean returnPath : new boolean[] {true, false}) {
        for (SideOutcome source : SideOutcome.values()) {
          for (SideOutcome destination : SideOutcome.values()) {
            if (AllowedOutcomes.allows(kind, returnPath, source, destination)) {
              allowed.add(line(kind, source, returnPath ? "on" : "off", destination.words()));
            }
          }
        }
      }
    }
    assertEquals(documented(), allowed);
    assertTrue(allowed.size() > 20, "they are found: " + allowed);
  }

  @Test
  void twoGuestsAreNeverAllowedNorASideThatIsStuck() {
    for (KillKind kind : KillKind.values()) {
      for (boolean returnPath : new boolean[] {true, false}) {
        assertFalse(
            AllowedOutcomes.allows(kind, returnPath, SideOutcome.RUNS_ON, SideOutcome.RUNS));
        for (SideOutcome other : SideOutcome.values()) {
          assertFalse(AllowedOutcomes.allows(kind, returnPath, SideOutcome.STUCK, other));
          assertFalse(AllowedOutcomes.allows(kind, returnPath, other, SideOutcome.STUCK));
        }
      }
    }
  }

  private static Set<String> documented() throws IOException {
    Set<String> rows = new TreeSet<>();
    for (String text : Files.readAllLines(DOCUMENT)) {
      Matcher row = ROW.matcher(text);
      if (row.matches()) {
        for (String returnPath : row.group(3).split(", ", -1)) {
          for (String destination : row.group(4).split(", ", -1)) {
            rows.add(String.join(" | ", row.group(1), row.group(2), returnPath, destination));
          }
        }
      }
    }
    return rows;
  }

  private static String line(
      KillKind kind, SideOutcome source, String returnPath, String destination) {
    return String.join(" | ", kind.words(), source.words(), returnPath, destination);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

/** What the monitor tells of its commands: help, and what their words can be. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitorHelpTest {

  private Emulator emulator;
  private HumanMonitor monitor;

  @BeforeAll
  void boot() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    emulator = Emulator.open(new EmulatorOptions(16 << 20, 1, null, null, true, guest));
    monitor = new HumanMonitor(emulator, true, () -> {});
  }

  @AfterAll
  void close() throws Exception {
    emulator.close();
  }

  @Test
  void helpTellsOfOneCommandByAnyOfItsNames() {
    assertEquals("quit|q -- end the emulator\n", monitor.execute("help q"));
    assertEquals("quit|q -- end the emulator\n", monitor.execute("? quit"));
    assertEquals(
        "info migrate -- how the migration goes or went\n", monitor.execute("help info migrate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "help info"})
  void infoAloneListsWhatThereIsToShow(String line) {
    String answer = monitor.execute(line);
    assertTrue(answer.contains("info status -- whether the guest runs\n"), answer);
    assertTrue(answer.lines().allMatch(each -> each.startsWith("info ")), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';cont,delvm,gva2gpa,help,info,loadvm",
        "info;migrate,migrate_capabilities,migrate_parameters,sections",
        "help;cont,info,quit",
        "help info;status,htab",
        "migrate;-d,tcp:,unix:,file:,exec:",
        "migrate -d;tcp:,unix:,file:,exec:",
        "migrate_set_parameter;max-bandwidth,cpu-throttle-tailslow,tls-creds",
        "migrate_set_parameter max-bandwidth;134217728B",
        "migrate_set_parameter cpu-throttle-tailslow;on,off",
        "migrate_set_capability;events,return-path,x-htab-packed",
        "migrate_set_capability events;on,off",
      })
  void wordsHaveTheChoicesThatThereAre(String before, String some) {
    List<String> words = before.isEmpty() ? List.of() : List.of(before.split(" "));
    List<String> all = monitor.choices(words).stream().map(HumanMonitor.Choice::word).toList();
    assertTrue(all.containsAll(List.of(some.split(","))), all.toString());
    assertEquals(all.size(), Set.copyOf(all).size(), all.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fly", "info fly", "gva2gpa", "stop now", "migrate_set_parameter fly"})
  void otherWordsHaveNone(String before) {
    assertEquals(List.of(), monitor.choices(List.of(before.split(" "))));
  }
}

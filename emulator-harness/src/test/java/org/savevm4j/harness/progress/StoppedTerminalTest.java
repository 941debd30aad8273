// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.progress.Progress.Style;

/** A terminal that takes nothing: whoever works goes on, and the newest is shown afterwards. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedTerminalTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration PATIENT = Duration.ofSeconds(3);

  private final StoppedTerminal terminal = new StoppedTerminal();

  @AfterEach
  void letTheWriterEnd() {
    terminal.goOn();
  }

  @ParameterizedTest
  @EnumSource(names = {"LINES", "LIVE"})
  void workGoesOnAndEndsThoughNothingIsTaken(Style style) throws Exception {
    Progress progress = progress(style, Duration.ofMillis(1));
    progress.step("one");
    terminal.writer();
    AtomicInteger looks = new AtomicInteger();
    progress.show(() -> List.of("look " + looks.incrementAndGet()));
    for (int i = 0; i < 10; i++) {
      progress.step("step " + i);
      progress.line("line " + i);
    }
    progress.close();
    assertEquals("", terminal.text());
    assertEquals(0, looks.get(), "nobody asks what cannot be shown");
  }

  @Test
  void newestLinesComeWhenTheTerminalGoesOnAndItIsToldHowManyDoNot() throws Exception {
    try (Progress progress = progress(Style.LINES, LONG)) {
      progress.step("one");
      terminal.writer();
      int lines = Progress.MOST_WAITING + 17;
      for (int i = 1; i <= lines; i++) {
        progress.line("line " + i);
      }
      terminal.goOn();
      List<String> written = terminal.await("line " + lines + "\n").lines().toList();
      assertEquals(List.of("one", "(17 lines left out)", "line 18"), written.subList(0, 3));
      assertEquals(Progress.MOST_WAITING + 2, written.size());
    }
  }

  @Test
  void displayGoesOnAsBeforeAfterwards() throws Exception {
    try (Progress progress = progress(Style.LIVE, LONG)) {
      progress.step("one");
      terminal.writer();
      progress.step("two");
      progress.step("three");
      terminal.goOn();
      assertEquals("one\r\u001b[Jthree", terminal.await("three"));
    }
  }

  @Test
  void nothingIsWrittenAnyMoreAfterAnEndThatTheTerminalDidNotTake() throws Exception {
    Progress progress = progress(Style.LIVE, LONG);
    progress.step("one");
    terminal.writer();
    progress.line("kept");
    progress.close();
    terminal.goOn();
    terminal.writer().join();
    assertEquals("one", terminal.text(), "what the command says next is not wiped away");
  }

  @ParameterizedTest
  @EnumSource(names = {"LINES", "LIVE"})
  void lastLinesAreWrittenIfTheTerminalGoesOnWhileTheEndWaitsForIt(Style style) throws Exception {
    Progress progress = progress(style, LONG, PATIENT);
    progress.step("one");
    progress.line("kept");
    Thread end = Thread.ofPlatform().start(progress::close);
    while (end.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(end.isAlive(), "it waits once more");
      Thread.onSpinWait();
    }
    terminal.goOn();
    end.join();
    assertTrue(terminal.text().endsWith("kept\n"), terminal.text());
  }

  private Progress progress(Style style, Duration between) {
    return progress(style, between, SHORT);
  }

  private Progress progress(Style style, Duration between, Duration patience) {
    return new Progress(new PrintWriter(terminal), style, () -> 80, between, patience);
  }
}

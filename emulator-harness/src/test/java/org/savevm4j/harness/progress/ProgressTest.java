// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.progress.Progress.Style;

@Timeout(20)
class ProgressTest {

  private static final Duration PATIENT = Duration.ofSeconds(15);

  private final StringWriter text = new StringWriter();

  @Test
  void nothingIsWrittenWhereNobodyWatches() {
    try (Progress progress = progress(Style.NONE, 80)) {
      progress.step("boots");
      progress.line("kept");
      progress.show(() -> List.of("goes on"));
    }
    assertEquals("", text.toString());
  }

  @Test
  void stepsAreWholeLinesWhereThereIsNoTerminalAndTheLastStateIsTheLastLine() {
    try (Progress progress = progress(Style.LINES, 80)) {
      progress.step("boots");
      progress.line("kept");
      progress.show(() -> List.of("goes on", "3 s left"));
    }
    assertEquals("boots\nkept\ngoes on, 3 s left\n", text.toString());
  }

  @Test
  void stateThatDoesNotChangeIsOneLine() throws Exception {
    CountDownLatch looks = new CountDownLatch(3);
    try (Progress progress =
        new Progress(new PrintWriter(text), Style.LINES, () -> 80, Duration.ofMillis(1), PATIENT)) {
      progress.show(
          () -> {
            looks.countDown();
            return List.of("goes on");
          });
      assertTrue(looks.await(15, TimeUnit.SECONDS), "the display looks by itself");
    }
    assertEquals("goes on\n", text.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"LINES", "LIVE"})
  void lookThatThrowsIsToldAndEndsNothing(Style style) {
    try (Progress progress = progress(style, 80)) {
      progress.show(
          () -> {
            throw new IllegalStateException("no figures");
          });
      progress.line("first");
      progress.line("second");
    }
    String why = "how far it is cannot be told: java.lang.IllegalStateException: no figures";
    assertTrue(text.toString().contains(why), text.toString());
    assertTrue(text.toString().contains("second\n"), text.toString());
  }

  @Test
  void displayThatCannotGoOnSaysSoAndHoldsUpNobody() {
    try (Progress progress =
        new Progress(
            new PrintWriter(text),
            Style.LIVE,
            () -> {
              throw new IllegalStateException("no columns");
            },
            Duration.ofHours(1),
            Duration.ofHours(1))) {
      progress.step("boots");
      progress.line("kept");
    }
    String why = "the display ends: java.lang.IllegalStateException: no columns\n";
    assertEquals(why, text.toString());
  }

  @Test
  void terminalIsRedrawnInPlaceAndLeftAsItWas() {
    try (Progress progress = progress(Style.LIVE, 20)) {
      progress.step("one two three, four five six");
      progress.line("kept");
    }
    assertEquals(
        "one two three, four" + "\r\u001b[Jkept\n" + "one two three, four" + "\r\u001b[J",
        text.toString());
  }

  @Test
  void rowsAreClearedAsOftenAsTheyWereDrawn() {
    Progress progress = progress(Style.LIVE, 12);
    progress.show(() -> List.of("one two", "three four"));
    progress.line("kept");
    progress.close();
    assertEquals("kept\none two,\r\nthree four\r\u001b[1A\u001b[J", text.toString());
  }

  @Test
  void partsShareRowsAsFarAsTheTerminalIsWide() {
    List<String> parts = List.of("one", "two", "three", "a part that is too long");
    assertEquals(List.of("one, two,", "three,", "a part tha"), Screen.rows(parts, 10));
    assertEquals(List.of("one, two, three, a part that is too long"), Screen.rows(parts, 80));
  }

  @Test
  void linesComeOnceASecondAtMost() {
    assertEquals(Duration.ofSeconds(1), Style.LINES.between());
  }

  private Progress progress(Style style, int width) {
    // no look but those that the test itself causes
    return new Progress(new PrintWriter(text), style, () -> width, Duration.ofHours(1), PATIENT);
  }
}

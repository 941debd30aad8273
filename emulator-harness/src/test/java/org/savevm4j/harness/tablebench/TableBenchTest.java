// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.figures.Spread;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class TableBenchTest {

  private static final int SHIFT = 18;

  @Test
  @EnabledIf("org.savevm4j.harness.tablebench.Compiler#isThere")
  void passesCompareEachPatternAndEachShare() throws IOException, InterruptedException {
    List<Row> rows;
    try (PlainLibrary library = PlainLibrary.compile().orElseThrow()) {
      rows = TableBench.PASSES.rows(null, SHIFT, 2, library.file());
    }
    assertEquals(
        List.of(
            "first 18a",
            "later 18a 0%",
            "later 18a 0.01%",
            "later 18a 0.1%",
            "later 18a 1%",
            "later 18a 10%",
            "first 18b",
            "first 18c",
            "first 18d",
            "first 18e"),
        rows.stream().map(Row::subject).distinct().toList());
    assertEquals(
        List.of("c-ms", "java-ms", "c-over-java", "read-ms", "c-over-read", "open-ms", "bytes"),
        rows.stream().map(Row::figure).distinct().toList());
    assertEquals(10, rows.stream().filter(row -> row.figure().equals("c-over-java")).count());
    assertEquals(
        List.of("first 18a", "first 18b", "first 18c"),
        rows.stream().filter(row -> row.figure().equals("read-ms")).map(Row::subject).toList());
  }

  @Test
  @EnabledIf("org.savevm4j.harness.tablebench.Compiler#isThere")
  void aRatioIsOfTheTimesOfItsOwnRound() throws IOException, InterruptedException {
    try (PlainLibrary library = PlainLibrary.compile().orElseThrow()) {
      List<Row> rows = TableBench.LOAD.rows(null, SHIFT, 3, library.file());
      assertEquals(
          List.of("load 18a", "load 18b", "load 18e"),
          rows.stream().map(Row::subject).distinct().toList());
      for (int round = 0; round < 3; round++) {
        assertEquals(
            rows.get(0).values()[round] / rows.get(1).values()[round],
            rows.get(2).values()[round],
            1e-9);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TableBench.class)
  void withoutACompilerOursIsMeasuredAlone(TableBench bench) throws IOException {
    List<Row> rows = bench.rows(null, SHIFT, 1, null);
    assertTrue(rows.size() >= 6, rows::toString);
    for (Row row : rows) {
      assertTrue(!row.figure().startsWith("c-"), row.name());
      Spread spread = row.spread();
      assertTrue(spread.max() >= spread.median() && spread.median() >= spread.min(), row.name());
    }
  }

  @Test
  void marksAreMeasuredAgainstNoReaderOfTheSameRound() throws IOException {
    List<Row> rows = TableBench.MARKING.rows(null, SHIFT, 2, null);
    assertEquals("hot 18 readers 0 update-ns", rows.get(0).name());
    assertEquals("hot 18 readers 1 added-ns", rows.get(2).name());
    for (int round = 0; round < 2; round++) {
      assertEquals(
          rows.get(1).values()[round] - rows.get(0).values()[round],
          rows.get(2).values()[round],
          1e-9);
    }
  }

  @Test
  void eachTableIsMeasuredAlone() throws IOException {
    List<String> apart = new ArrayList<>();
    for (String letter : TableBench.LOAD.tables()) {
      for (Row row : TableBench.LOAD.rows(Pattern.of(letter), SHIFT, 1, null)) {
        apart.add(row.name());
      }
    }
    assertEquals(
        TableBench.LOAD.rows(null, SHIFT, 1, null).stream().map(Row::name).toList(), apart);
  }

  @Test
  void goalsAreForTablesOfOneGibibyte() {
    assertEquals(Goal.atLeast(3), new Measurement(30, 1, null, null).atLeast(3));
    assertEquals(
        Optional.empty(), Optional.ofNullable(new Measurement(29, 1, null, null).atLeast(3)));
  }

  @Test
  void forksAddTheirRoundsUp() throws IOException {
    List<Row> together = Forks.together("fork 2 of 2", reported(row(3, 1)), reported(row(2, 9)));
    JsonNode json = new TableBenchResult(together).toJson().get("rows").get(0);
    assertEquals("first 30e c-over-java", json.get("name").asString());
    assertEquals(1, json.get("min").asDouble());
    assertEquals(2, json.get("median").asDouble());
    assertEquals(9, json.get("max").asDouble());
    assertEquals(3.5, json.get("goal").asDouble());
    assertEquals("at-least", json.get("goal-is").asString());
    assertEquals(false, json.get("reached").asBoolean());
  }

  @Test
  void aForkThatMeasuredOtherThingsIsRefused() {
    Row other = new Row("first 30d", "c-over-java", new double[] {1}, null);
    IOException refused =
        assertThrows(
            IOException.class,
            () -> Forks.together("fork 2 of 2", List.of(row(1)), List.of(other)));
    assertEquals("fork 2 of 2 measured other things than those before it", refused.getMessage());
  }

  @Test
  void whatIsNoReportIsRefused() {
    for (String text : List.of("", "{}", "{\"rows\": [{}]}", "Killed")) {
      assertThrows(
          IOException.class, () -> ForkReport.parse(text.getBytes(StandardCharsets.UTF_8)), text);
    }
  }

  @Test
  void peopleGetALineForEachSubject() {
    List<Row> rows =
        List.of(
            new Row("first 30e", "c-ms", new double[] {60.84, 59, 61}, null),
            row(4.126, 4, 5),
            new Row("first 30e", "bytes", new double[] {50834432}, null),
            new Row("later 30a 0%", "c-ms", new double[] {0.000123}, null));
    assertEquals(
        """
        | what | c-ms | c-over-java | bytes | goal |
        |---|---|---|---|---|
        | first 30e | 60.8 (59 to 61) | 4.13 (4 to 5) | 50834432 | c-over-java at least 3.5 |
        | later 30a 0% | 0.000123 |  |  |  |
        """,
        new TableBenchResult(rows).toMarkdown().replace(System.lineSeparator(), "\n"));
    assertEquals(3, new TableBenchResult(rows).toText().lines().count());
  }

  private static Row row(double... ratios) {
    return new Row("first 30e", "c-over-java", ratios, Goal.atLeast(3.5));
  }

  private static List<Row> reported(Row row) throws IOException {
    return ForkReport.parse(
        ForkReport.toJson(List.of(row)).toString().getBytes(StandardCharsets.UTF_8));
  }
}

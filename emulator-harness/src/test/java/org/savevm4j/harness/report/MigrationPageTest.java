// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class MigrationPageTest {

  private static final Pattern OUTSIDE =
      Pattern.compile("\\bsrc=|\\bhref=|@import|url\\((?!#|data:)|//[a-z]+\\.[a-z]|<script");
  private static final String XHTML = "http://www.w3.org/1999/xhtml";
  private static final String SVG = "http://www.w3.org/2000/svg";

  @Test
  void pageOfBothSidesHasAllFiguresWithTheirValues() throws Exception {
    assertEquals(
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("downtime", "91.812"),
                Map.entry("expected-downtime", "87.654"),
                Map.entry("total-time", "1234.567"),
                Map.entry("setup-time", "41.0"),
                Map.entry("sent", "70000123"),
                Map.entry("ram-transferred", "69574656"),
                Map.entry("ram-passes", "7"),
                Map.entry("throttle", "20"),
                Map.entry("shift", "18"),
                Map.entry("records", "23123"),
                Map.entry("passes", "13"),
                Map.entry("transferred", "426496"),
                Map.entry("downtime-bytes", "9204"))),
        figures(page(both())));
  }

  @Test
  void pageLoadsNothingFromElsewhereAndRunsNothing() throws Exception {
    String html = MigrationPage.of(both()).replace(XHTML, "").replace(SVG, "");
    html = html.replace("http://www.w3.org/1999/xlink", "").replace("http://www.jfree.org", "");
    Matcher outside = OUTSIDE.matcher(html);
    assertFalse(outside.find(), () -> "refers to something: " + outside.group());
    assertFalse(html.contains("http:") || html.contains("https:"), "no address at all");
  }

  @Test
  void everyPictureHasATitleAndADescription() throws Exception {
    NodeList pictures = page(both()).getElementsByTagName("svg");
    assertTrue(pictures.getLength() >= 13, "five plots twice, steps, two maps");
    for (int i = 0; i < pictures.getLength(); i++) {
      Element picture = (Element) pictures.item(i);
      if (!picture.getAttribute("aria-hidden").equals("true")) {
        assertEquals("img", picture.getAttribute("role"));
        for (String name : List.of("title", "desc")) {
          Element text = (Element) picture.getElementsByTagName(name).item(0);
          assertNotNull(text, name);
          assertFalse(text.getTextContent().isBlank(), name);
          assertTrue(
              picture.getAttribute("aria-labelledby").contains(text.getAttribute("id")), name);
        }
      }
    }
  }

  @Test
  void idsInThePageAreUnique() throws Exception {
    Set<String> ids = new HashSet<>();
    NodeList all = page(both()).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String id = ((Element) all.item(i)).getAttribute("id");
      assertTrue(id.isEmpty() || ids.add(id), id);
    }
  }

  @Test
  void stepsOfBothSidesAreOnTheClockOfTheSource() {
    List<String> steps = new ArrayList<>();
    for (DowntimeSvg.Row row : DowntimeSvg.rows(both())) {
      steps.add(row.side() + " " + row.name() + " " + row.millis() + (row.part() ? " part" : ""));
    }
    assertEquals(
        List.of(
            "source stop 0.0",
            "source sections 2.0",
            "source END ram 3.0 part",
            "source END spapr/htab 15.0 part",
            "source devices 22.0",
            "source end 23.0",
            "source acknowledgement 24.0",
            "destination END ram 3.0",
            "destination commit 30.0",
            "destination commit ram 31.0 part",
            "destination vCPUs start 35.0"),
        steps);
  }

  @Test
  void stepsOfADestinationStandOnItsOwnClockIfTheSourceHasNone() {
    List<DowntimeSvg.Row> rows =
        DowntimeSvg.rows(List.of(FixedRecords.failed("lost"), FixedRecords.destination()));
    assertEquals(
        List.of(0.0, 27.0, 28.0, 32.0), rows.stream().map(DowntimeSvg.Row::millis).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa", "ar-EG-u-nu-arab"})
  void picturesHaveTheSameDigitsInCountriesThatWriteOthers(String language) {
    List<Long> counts = LongStream.range(0, 128).boxed().toList();
    Locale locale = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag(language));
    try {
      assertFalse("%d".formatted(123).contains("1"), "digits of " + language);
      String pictures =
          DowntimeSvg.draw(DowntimeSvg.rows(both()))
              + new TableMapSvg("map", "Map", "entries", counts).draw();
      assertTrue(pictures.contains("M63 1h1v1h-1z"), pictures);
      assertEquals("", pictures.replaceAll("\\P{Nd}|[0-9]", ""));
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, locale);
    }
  }

  @Test
  void failedMigrationHasAPageWithTheReason() throws Exception {
    Document page = page(List.of(FixedRecords.failed("tcp: <nobody> & \"none\" answered")));
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("tcp: <nobody> & \"none\" answered"), text);
    assertTrue(text.contains("ended as: failed"), text);
    assertTrue(text.contains("The guest was not stopped for it."), text);
    assertFalse(figures(page).containsKey("downtime"), "there was none");
  }

  @Test
  void pageOfADestinationAloneIsWhole() throws Exception {
    Document page = page(List.of(FixedRecords.destination()));
    assertEquals("70000000", figures(page).get("received"));
    assertTrue(page.getDocumentElement().getTextContent().contains("vCPUs start"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"side\":", "{\"samples\":3}"})
  void damagedFiguresAreAFaultOfTheirFile(String json) {
    assertThrows(IOException.class, () -> MigrationRecord.parse(json), json);
  }

  @Test
  void recordIsTheSameAfterItWasJson() throws Exception {
    for (MigrationRecord record : both()) {
      assertEquals(record, MigrationRecord.parse(record.toJson()));
    }
    assertTrue(FixedRecords.source().toJson().contains("\"downtime-nanos\":91812345"));
  }

  @Test
  void levelsOfAMapAscendByOneFactorFromTheLeastToTheMost() {
    assertEquals("[2, 4, 8, 16, 32]", java.util.Arrays.toString(TableMapSvg.bounds(32)));
    assertEquals("[1, 2, 3, 4, 5]", java.util.Arrays.toString(TableMapSvg.bounds(3)));
  }

  private static List<MigrationRecord> both() {
    return List.of(FixedRecords.source(), FixedRecords.destination());
  }

  private static Map<String, String> figures(Document page) {
    Map<String, String> figures = new TreeMap<>();
    NodeList all = page.getElementsByTagName("data");
    for (int i = 0; i < all.getLength(); i++) {
      Element figure = (Element) all.item(i);
      figures.put(figure.getAttribute("id").replace("figure-", ""), figure.getAttribute("value"));
    }
    return figures;
  }

  private static Document page(List<MigrationRecord> sides) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    byte[] html = MigrationPage.of(sides).getBytes(StandardCharsets.UTF_8);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(html));
  }
}

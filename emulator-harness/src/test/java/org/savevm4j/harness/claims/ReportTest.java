// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.page.PageFolder;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;
import org.savevm4j.harness.page.PlotSvg;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ReportTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void pageIsWellFormed() throws Exception {
    assertEquals("html", page().getDocumentElement().getNodeName());
  }

  @Test
  void pageLoadsNothingFromElsewhereAndRunsNothing() throws Exception {
    NodeList all = page().getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertFalse(
          Set.of("script", "link", "img", "iframe", "object", "image", "use")
              .contains(element.getNodeName()),
          element.getNodeName());
      for (String source : List.of("src", "href", "xlink:href", "onload", "onclick")) {
        assertFalse(element.hasAttribute(source), source);
      }
    }
    String html = ReportHtml.of(result());
    assertFalse(html.contains("@import"));
    assertFalse(html.contains("url(http"));
  }

  @Test
  void idsInThePageAreUnique() throws Exception {
    Set<String> ids = new HashSet<>();
    NodeList all = page().getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String id = ((Element) all.item(i)).getAttribute("id");
      assertTrue(id.isEmpty() || ids.add(id), id);
    }
    assertTrue(ids.contains("plot1"));
    assertTrue(ids.contains("plot2"));
  }

  @Test
  void plotsTakeAllTheirColoursFromThePage() throws IOException {
    String svg = PlotSvg.draw(plot(), "p", 360, 280);
    assertTrue(svg.contains("var(--ink)"), svg);
    assertTrue(svg.contains("var(--grid)"), svg);
    assertTrue(svg.contains("var(--s1)"), svg);
    assertFalse(svg.contains("rgb("), svg);
  }

  @Test
  void textOfAFindingIsEscaped() throws IOException {
    assertTrue(ReportHtml.of(result()).contains("a &lt; b &amp; c"));
  }

  @Test
  void jsonHasARowForEachFigureAndANullWhereNoRateWasWished() {
    JsonNode json = JSON.readTree(result().toJson().toString());
    JsonNode row = json.path("rows").path(0);
    assertEquals("locked-read", row.path("claim").asString());
    assertEquals("made", row.path("table").asString());
    assertEquals("fork", row.path("workload").asString());
    assertTrue(row.path("update-rate").isNull());
    assertEquals("timed", row.path("how").asString());
    assertEquals(2, row.path("median").asDouble());
    assertEquals(1, row.path("min").asDouble());
    assertEquals(4.25, row.path("max").asDouble());
    assertEquals(9, json.path("seed").asInt());
  }

  @Test
  void textNamesTableAndWorkloadOfEachFigure() {
    String text = result().toText();
    assertTrue(text.contains("made, fork"), text);
    assertTrue(text.contains("2 (1 to 4.25) ms"), text);
  }

  @Test
  void otherFilesInTheFolderStayAndNothingIsLeftBeside() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    Files.writeString(folder.resolve(ReportFiles.PAGE), "an older one");
    ReportFiles.write(folder, result());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          Set.of("mine.txt", ReportFiles.PAGE, ReportFiles.DATA),
          Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
    }
    assertEquals("mine", Files.readString(folder.resolve("mine.txt")));
    assertEquals(ReportHtml.of(result()), Files.readString(folder.resolve(ReportFiles.PAGE)));
  }

  @Test
  void fileInPlaceOfTheFolderIsTold() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    IOException told = assertThrows(IOException.class, () -> PageFolder.prepare(file));
    assertEquals(file + ": is not a folder; name one for the report", told.getMessage());
  }

  private static Document page() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    byte[] html = ReportHtml.of(result()).getBytes(StandardCharsets.UTF_8);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(html));
  }

  private static ClaimsResult result() {
    Subject subject = Subject.of("made", "fork");
    ClaimRow row = ClaimRow.timed(Claim.LOCKED_READ, "a < b & c", subject, "ms", 4.25, 1, 2);
    return new ClaimsResult(
        9,
        List.of(new Finding(Claim.LOCKED_READ, "Holds.", List.of(row), List.of(plot(), plot()))));
  }

  private static Plot plot() {
    Series line = Series.line("one");
    Series dots = Series.dots("two");
    for (int i = 0; i < 5; i++) {
      line.add(i, i * i);
      dots.add(i, 2 * i);
    }
    return new Plot("A plot", Axis.linear("x"), Axis.logarithmic("y"), List.of(line, dots));
  }
}

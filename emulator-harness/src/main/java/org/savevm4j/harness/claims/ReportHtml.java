// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import org.savevm4j.harness.page.Html;
import org.savevm4j.harness.page.HtmlTable;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.PlotSvg;

/** The report as one page. */
final class ReportHtml {

  private static final String TITLE = "Claims of the HTAB file descriptor, measured";

  private static final String STYLE =
      """
      blockquote { margin: 0; padding: .2rem 1rem; border-left: .25rem solid var(--grid); \
      color: var(--soft); }
      svg { min-width: 34rem; }
      """;

  private final Html html = new Html(TITLE, STYLE);
  private int plots;

  private ReportHtml() {}

  /** The whole page. */
  static String of(ClaimsResult result) throws IOException {
    return new ReportHtml().page(result);
  }

  private String page(ClaimsResult result) throws IOException {
    html.element(
        "p",
        "Counted figures and simulations repeat with the seed, "
            + result.seed()
            + "; timed ones are median, least and most of several runs on one computer. Each figure"
            + " names its table and the workload of its guest.");
    for (Finding finding : result.findings()) {
      finding(finding);
    }
    return html.end();
  }

  private void finding(Finding finding) throws IOException {
    html.markup("<section id=\"" + finding.claim().word() + "\">\n");
    html.element("h2", finding.claim().word());
    html.markup("<blockquote>").element("p", finding.claim().statement());
    html.markup("</blockquote>\n").element("p", finding.verdict());
    for (Plot plot : finding.plots()) {
      html.markup("<figure>\n").element("figcaption", plot.title());
      html.markup("<div class=\"wide\">");
      html.markup(PlotSvg.draw(plot, "plot" + ++plots, PlotSvg.WIDTH, PlotSvg.HEIGHT));
      html.markup("</div>\n</figure>\n");
    }
    html.markup("<details>\n").element("summary", finding.rows().size() + " figures");
    HtmlTable table =
        html.table("figure", "median", "min", "max", "unit", "how", "table", "workload");
    finding.rows().forEach(row -> add(table.row(), row));
    table.end();
    html.markup("</details>\n</section>\n");
  }

  private static void add(HtmlTable table, ClaimRow row) {
    table
        .text(row.name())
        .number(Figure.of(row.median()))
        .number(Figure.of(row.min()))
        .number(Figure.of(row.max()))
        .text(row.unit())
        .text(row.how().word())
        .text(row.subject().table())
        .text(row.subject().load());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The report as one page of XHTML: no script, nothing from outside, readable on a telephone, light
 * or dark as the reader's browser asks for.
 */
final class ReportHtml {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a; \
      --grid: #c9d1d9; --band: #f2f4f7; --s0: #0b57d0; --s1: #b3261e; --s2: #146c2e; \
      --s3: #8a4fbf; --s4: #9a5b00; --s5: #00696e; --s6: #b0286f; --s7: #4d5156; }
      @media (prefers-color-scheme: dark) { :root { --paper: #14171c; --ink: #e6eaf0; \
      --soft: #a3acb8; --grid: #3b434e; --band: #1d2229; --s0: #7cacf8; --s1: #ff8a80; \
      --s2: #7bd88f; --s3: #cfa5f7; --s4: #f2b155; --s5: #5fd3d8; --s6: #ff8fc7; --s7: #b6bcc4; } }
      body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--paper); \
      color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
      h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
      blockquote { margin: 0; padding: .2rem 1rem; border-left: .25rem solid var(--grid); \
      color: var(--soft); }
      figure { margin: 1.5rem 0; } figcaption { font-weight: 600; }
      svg { display: block; width: 100%; min-width: 34rem; height: auto; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-size: .875rem; }
      th, td { padding: .2rem .6rem; text-align: left; white-space: nowrap; }
      td.n { text-align: right; font-variant-numeric: tabular-nums; }
      tr:nth-child(even) { background: var(--band); }
      h2, p { overflow-wrap: anywhere; }
      summary { cursor: pointer; }
      """;

  private final StringBuilder html = new StringBuilder();
  private int plots;

  private ReportHtml() {}

  /** The whole page. */
  static String of(ClaimsResult result) throws IOException {
    return new ReportHtml().page(result);
  }

  private String page(ClaimsResult result) throws IOException {
    html.append("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n");
    html.append("<head>\n<meta charset=\"utf-8\"/>\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    element("title", "Claims of the HTAB file descriptor, measured");
    html.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    element("h1", "Claims of the HTAB file descriptor, measured");
    element(
        "p",
        "Counted figures and simulations repeat with the seed, "
            + result.seed()
            + "; timed ones are median, least and most of several runs on one computer. Each figure"
            + " names its table and the workload of its guest.");
    for (Finding finding : result.findings()) {
      finding(finding);
    }
    return html.append("</body>\n</html>\n").toString();
  }

  private void finding(Finding finding) throws IOException {
    html.append("<section id=\"").append(finding.claim().word()).append("\">\n");
    element("h2", finding.claim().word());
    html.append("<blockquote>");
    element("p", finding.claim().statement());
    html.append("</blockquote>\n");
    element("p", finding.verdict());
    for (Plot plot : finding.plots()) {
      html.append("<figure>\n");
      element("figcaption", plot.title());
      html.append("<div class=\"wide\">").append(PlotSvg.draw(plot, "plot" + ++plots));
      html.append("</div>\n</figure>\n");
    }
    html.append("<details>\n");
    element("summary", finding.rows().size() + " figures");
    html.append("<div class=\"wide\"><table>\n<thead><tr>");
    for (String head :
        List.of("figure", "median", "min", "max", "unit", "how", "table", "workload")) {
      element("th", head);
    }
    html.append("</tr></thead>\n<tbody>\n");
    finding.rows().forEach(this::row);
    html.append("</tbody>\n</table></div>\n</details>\n</section>\n");
  }

  private void row(ClaimRow row) {
    html.append("<tr>");
    element("td", row.name());
    List<Double> numbers = new ArrayList<>(List.of(row.median(), row.min(), row.max()));
    for (double number : numbers) {
      html.append("<td class=\"n\">").append(Figure.of(number)).append("</td>");
    }
    element("td", row.unit());
    element("td", row.how().word());
    element("td", row.subject().table());
    element("td", row.subject().load());
    html.append("</tr>\n");
  }

  private void element(String name, String text) {
    html.append('<').append(name).append('>').append(escape(text));
    html.append("</").append(name).append(">\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

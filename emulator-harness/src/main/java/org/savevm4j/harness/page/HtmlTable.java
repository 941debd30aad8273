// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.page;

/** A table of a page, cell by cell; one that is wider than the page scrolls by itself. */
public final class HtmlTable {

  private final Html html;
  private boolean inRow;

  /** Begins one with its row of heads. */
  HtmlTable(Html html, String... heads) {
    this.html = html;
    html.markup("<div class=\"wide\"><table>\n<thead><tr>");
    for (String head : heads) {
      html.element("th", "scope=\"col\"", head);
    }
    html.markup("</tr></thead>\n<tbody>\n");
  }

  /** Begins a row. */
  public HtmlTable row() {
    endRow();
    html.markup("<tr>");
    inRow = true;
    return this;
  }

  /** The next cell of the row. */
  public HtmlTable text(String content) {
    html.element("td", content);
    return this;
  }

  /** The next cell of the row, whose digits stand below those of the row above. */
  public HtmlTable number(String content) {
    html.element("td", "class=\"n\"", content);
    return this;
  }

  /** Ends the table. */
  public void end() {
    endRow();
    html.markup("</tbody>\n</table></div>\n");
  }

  private void endRow() {
    if (inRow) {
      html.markup("</tr>\n");
      inRow = false;
    }
  }
}

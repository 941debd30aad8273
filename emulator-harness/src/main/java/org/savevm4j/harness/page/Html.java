// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.page;

/** Writes a page, element by element. */
public final class Html {

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
      figure { margin: 1.5rem 0; } figcaption { font-weight: 600; }
      svg { display: block; width: 100%; height: auto; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-size: .875rem; }
      th, td { padding: .2rem .6rem; text-align: left; white-space: nowrap; }
      td.n { text-align: right; font-variant-numeric: tabular-nums; }
      tr:nth-child(even) { background: var(--band); }
      h2, p { overflow-wrap: anywhere; }
      summary { cursor: pointer; }
      """;

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a page.
   *
   * @param style rules of this kind of page, behind those that all have
   */
  public Html(String title, String style) {
    text.append("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n");
    text.append("<head>\n<meta charset=\"utf-8\"/>\n");
    text.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    element("title", title);
    text.append("<style>\n").append(STYLE).append(style).append("</style>\n</head>\n<body>\n");
    element("h1", title);
  }

  /** Writes markup as it is. */
  public Html markup(String markup) {
    text.append(markup);
    return this;
  }

  /** Writes an element that holds text alone. */
  public Html element(String name, String content) {
    return open(name).text(content).markup("</" + name + ">\n");
  }

  /** The same with attributes, such as {@code class="n"}. */
  public Html element(String name, String attributes, String content) {
    return open(name + " " + attributes).text(content).markup("</" + name + ">\n");
  }

  /** Writes a start tag. */
  public Html open(String tag) {
    return markup("<" + tag + ">");
  }

  /** Begins a table, which is to be ended before the page goes on. */
  public HtmlTable table(String... heads) {
    return new HtmlTable(this, heads);
  }

  /** Writes text. */
  public Html text(String content) {
    return markup(escape(content));
  }

  /** The page with its end. */
  public String end() {
    return text.append("</body>\n</html>\n").toString();
  }

  /** Text as it stands between tags, or between the quotation marks of an attribute. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

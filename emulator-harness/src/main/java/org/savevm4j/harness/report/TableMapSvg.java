// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.savevm4j.harness.page.Html;

/** Regions of a table as squares, row by row, the darker the more is counted in them. */
final class TableMapSvg {

  static final int LEVELS = 5;
  private static final int COLUMNS = 64;

  private final String id;
  private final String title;
  private final String what;
  private final List<Long> counts;
  private final long[] bounds;

  /**
   * @param id of the element; the names of its colours begin with its first letter
   * @param what is counted, in the plural
   */
  TableMapSvg(String id, String title, String what, List<Long> counts) {
    this.id = id;
    this.title = title;
    this.what = what;
    this.counts = counts;
    this.bounds = bounds(counts.stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /** The most that each level but 0 has: steps of one factor, whole numbers, ascending. */
  static long[] bounds(long most) {
    long[] bounds = new long[LEVELS];
    for (int level = 1; level <= LEVELS; level++) {
      long bound = Math.round(Math.pow((double) most, (double) level / LEVELS));
      bounds[level - 1] = level == 1 ? Math.max(1, bound) : Math.max(bounds[level - 2] + 1, bound);
    }
    return bounds;
  }

  private int level(long count) {
    if (count == 0) {
      return 0;
    }
    int level = 1;
    while (level < LEVELS && count > bounds[level - 1]) {
      level++;
    }
    return level;
  }

  /** The map. */
  String draw() {
    int rows = counts.size() / COLUMNS;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg role=\"img\" aria-labelledby=\"%1$s-title %1$s-desc\" viewBox=\"0 0 %2$d %3$d\""
                + " shape-rendering=\"crispEdges\"><title id=\"%1$s-title\">%4$s</title>"
                + "<desc id=\"%1$s-desc\">%5$s</desc>%n"
                + "<rect width=\"%2$d\" height=\"%3$d\" class=\"none\"/>%n",
            id,
            COLUMNS,
            rows,
            Html.escape(title),
            Html.escape(words())));
    for (int level = 1; level <= LEVELS; level++) {
      StringBuilder squares = new StringBuilder();
      for (int i = 0; i < counts.size(); i++) {
        if (level(counts.get(i)) == level) {
          squares.append('M').append(i % COLUMNS).append(' ').append(i / COLUMNS);
          squares.append("h1v1h-1z");
        }
      }
      if (!squares.isEmpty()) {
        svg.append(
            String.format(
                Locale.ROOT, "<path class=\"%s%d\" d=\"%s\"/>%n", id.charAt(0), level, squares));
      }
    }
    return svg.append("</svg>\n").toString();
  }

  /** What the colours stand for. */
  String legend() {
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
    key(legend, "none", "none");
    for (int level = 1; level <= LEVELS; level++) {
      long from = level == 1 ? 1 : bounds[level - 2] + 1;
      long to = bounds[level - 1];
      if (hasLevel(level)) {
        key(legend, "" + id.charAt(0) + level, from == to ? "" + to : from + " to " + to);
      }
    }
    return legend.append("</ul>\n").toString();
  }

  private boolean hasLevel(int level) {
    return counts.stream().anyMatch(count -> level(count) == level);
  }

  private static void key(StringBuilder legend, String colour, String text) {
    legend.append(
        "<li><svg class=\"key\" aria-hidden=\"true\" viewBox=\"0 0 1 1\">"
            + "<rect width=\"1\" height=\"1\" class=\"%s\"/></svg>%s</li>".formatted(colour, text));
  }

  private String words() {
    List<Long> sorted = new ArrayList<>(counts);
    sorted.sort(null);
    long none = counts.stream().filter(count -> count == 0).count();
    return String.format(
        Locale.ROOT,
        "%d regions; %s: %d in all, median of the regions %d, most %d; %d regions have none",
        counts.size(),
        what,
        counts.stream().mapToLong(Long::longValue).sum(),
        sorted.get(sorted.size() / 2),
        sorted.getLast(),
        none);
  }
}

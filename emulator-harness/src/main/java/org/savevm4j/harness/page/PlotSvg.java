// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/**
 * Draws a plot as SVG whose colours the page decides: each is a CSS variable, {@code --ink} for
 * text and axes, {@code --grid} for the grid, {@code --s0} to {@code --s7} for the series.
 */
public final class PlotSvg {

  /** Of a plot that has room, in CSS pixels. */
  public static final int WIDTH = 720;

  /** Of the same. */
  public static final int HEIGHT = 420;

  private static final int FONT_SIZE = 13;

  /** Colours to tell apart; more series than these begin anew. */
  static final int COLOURS = 8;

  /** Colours that stand for a variable until the drawing is text. */
  private static final Color INK = new Color(1, 1, 1);

  private static final Color GRID = new Color(2, 2, 2);
  private static final int FIRST_SERIES = 3;

  private PlotSvg() {}

  /**
   * Draws. A reader who does not see it is told what each series does.
   *
   * @param id of the SVG element, and what its inner ids begin with; unique in the page
   * @param width in CSS pixels, as which letters are {@value #FONT_SIZE} high
   * @throws IOException if the computer has no fonts
   */
  public static String draw(Plot plot, String id, int width, int height) throws IOException {
    try {
      return svg(chart(plot), id, width, height)
          .replaceFirst(
              "<svg ([^>]*)>",
              "<svg role=\"img\" aria-labelledby=\"%1$s-title %1$s-desc\" $1>%2$s"
                  .formatted(id, Matcher.quoteReplacement(words(plot, id))));
    } catch (RuntimeException | LinkageError broken) {
      // java.desktop says in many ways that it finds no font
      throw new IOException(
          "cannot draw the plot \""
              + plot.title()
              + "\": "
              + broken
              + "; text needs the library fontconfig and a font, such as DejaVu: install both",
          broken);
    }
  }

  private static String words(Plot plot, String id) {
    String desc = plot.series().stream().map(Plot.Series::words).collect(Collectors.joining("; "));
    return "<title id=\"%1$s-title\">%2$s</title><desc id=\"%1$s-desc\">%3$s: %4$s</desc>"
        .formatted(
            id, Html.escape(plot.title()), Html.escape(plot.yAxis().label()), Html.escape(desc));
  }

  private static String svg(JFreeChart chart, String id, int width, int height) {
    SVGGraphics2D graphics = new SVGGraphics2D(width, height);
    graphics.setDefsKeyPrefix(id + "-");
    chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    String svg = graphics.getSVGElement(id, false, new ViewBox(0, 0, width, height), null, null);
    svg = svg.replace(rgb(INK), "var(--ink)").replace(rgb(GRID), "var(--grid)");
    for (int i = 0; i < COLOURS; i++) {
      svg = svg.replace(rgb(seriesColour(i)), "var(--s" + i + ")");
    }
    return svg;
  }

  private static String rgb(Color colour) {
    return String.format(
        Locale.ROOT, "rgb(%d,%d,%d)", colour.getRed(), colour.getGreen(), colour.getBlue());
  }

  private static Color seriesColour(int index) {
    int level = FIRST_SERIES + index % COLOURS;
    return new Color(level, level, level);
  }

  private static JFreeChart chart(Plot plot) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setDefaultLegendTextPaint(INK);
    renderer.setDrawSeriesLineAsPath(true);
    for (int i = 0; i < plot.series().size(); i++) {
      Plot.Series series = plot.series().get(i);
      data.addSeries(points(plot, series));
      renderer.setSeriesLinesVisible(i, series.joined());
      renderer.setSeriesShapesVisible(i, !series.joined() || series.points().size() < 20);
      renderer.setSeriesPaint(i, seriesColour(i));
      renderer.setSeriesStroke(i, new BasicStroke(2));
      renderer.setSeriesShape(
          i,
          i % 2 == 0 ? new Ellipse2D.Double(-4, -4, 8, 8) : new Rectangle2D.Double(-4, -4, 8, 8));
    }
    XYPlot drawn = new XYPlot(data, axis(plot.xAxis()), axis(plot.yAxis()), renderer);
    drawn.setBackgroundPaint(null);
    drawn.setOutlinePaint(GRID);
    drawn.setDomainGridlinePaint(GRID);
    drawn.setRangeGridlinePaint(GRID);
    drawn.setAxisOffset(RectangleInsets.ZERO_INSETS);
    JFreeChart chart = new JFreeChart(null, font(), drawn, true);
    chart.setBackgroundPaint(null);
    chart.getLegend().setBackgroundPaint(null);
    chart.getLegend().setItemPaint(INK);
    chart.getLegend().setItemFont(font());
    chart.getLegend().setFrame(BlockBorder.NONE);
    return chart;
  }

  private static XYSeries points(Plot plot, Plot.Series series) {
    XYSeries points = new XYSeries(series.name(), series.joined(), true);
    List<Plot.Point> all = series.points();
    for (Plot.Point point : all) {
      if ((!plot.xAxis().isLogarithmic() || point.x() > 0)
          && (!plot.yAxis().isLogarithmic() || point.y() > 0)) {
        points.add(point.x(), point.y());
      }
    }
    return points;
  }

  private static ValueAxis axis(Plot.Axis axis) {
    ValueAxis drawn = axis.isLogarithmic() ? decades(axis.label()) : new NumberAxis(axis.label());
    if (drawn instanceof NumberAxis linear) {
      linear.setAutoRangeIncludesZero(true);
      if (axis.scale() == Plot.Scale.WHOLE) {
        linear.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
      }
    }
    drawn.setLabelFont(font());
    drawn.setTickLabelFont(font());
    drawn.setLabelPaint(INK);
    drawn.setTickLabelPaint(INK);
    drawn.setAxisLinePaint(GRID);
    drawn.setTickMarkPaint(GRID);
    return drawn;
  }

  /** A tick for each power of ten, in plain digits. */
  private static LogAxis decades(String label) {
    LogAxis axis = new LogAxis(label);
    axis.setTickUnit(new NumberTickUnit(1));
    DecimalFormat plain =
        new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
    axis.setNumberFormatOverride(plain);
    return axis;
  }

  private static Font font() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
  }
}

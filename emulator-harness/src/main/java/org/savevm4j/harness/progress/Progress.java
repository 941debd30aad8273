// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one display of a command. What it shows are parts of a sentence, asked for anew at each look:
 * on a terminal they are redrawn in place, in as many rows as the terminal's width makes of them;
 * elsewhere they are one line, written when it is another than the last, at most one a second.
 *
 * <p>Any thread. Nothing else may write to the terminal between the first look and {@link #close},
 * but by {@link #line}.
 */
public final class Progress implements AutoCloseable {

  /** How to show it. */
  public enum Style {
    NONE(Duration.ZERO),
    LINES(Duration.ofSeconds(1)),
    LIVE(Duration.ofMillis(200));

    private final Duration between;

    Style(Duration between) {
      this.between = between;
    }

    /** From one look to the next. */
    Duration between() {
      return between;
    }
  }

  private static final String BETWEEN = ", ";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintWriter out;
  private final Style style;
  private final IntSupplier width;
  private final Duration between;

  private Supplier<List<String>> shown = List::of;
  private String last = "";
  private int rows;
  private @Nullable Thread looker;
  private boolean closed;

  /**
   * A display that shows nothing yet.
   *
   * @param width columns of the terminal, asked for at each look; used only where it is redrawn
   */
  public Progress(PrintWriter out, Style style, IntSupplier width) {
    this(out, style, width, style.between());
  }

  /**
   * @param between one look and the next
   */
  Progress(PrintWriter out, Style style, IntSupplier width, Duration between) {
    this.out = out;
    this.style = style;
    this.width = width;
    this.between = between;
  }

  /** One that shows nothing, ever. */
  public static Progress none() {
    return new Progress(new PrintWriter(Writer.nullWriter()), Style.NONE, () -> 0);
  }

  /** Writes a line that stays. */
  public synchronized void line(String line) {
    if (style != Style.NONE) {
      clear();
      out.println(line);
      draw();
    }
  }

  /** Shows what goes on now, at once. */
  public synchronized void step(String what) {
    show(() -> List.of(what));
    if (style == Style.LINES) {
      writeIfNew();
    } else {
      clear();
      draw();
    }
  }

  /**
   * Shows parts from now on.
   *
   * @param parts asked for on the display's thread, and answers at once
   */
  public synchronized void show(Supplier<List<String>> parts) {
    if (style == Style.NONE || closed) {
      return;
    }
    shown = parts;
    if (looker == null) {
      looker = Thread.ofPlatform().daemon().name("progress").start(this::look);
    }
  }

  /** Ends it: a terminal is left as it was, elsewhere what was shown last is the last line. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (style == Style.LINES) {
        writeIfNew();
      }
      clear();
      out.flush();
      notifyAll();
    }
  }

  private synchronized void look() {
    try {
      while (!closed) {
        wait(between.toMillis());
        if (!closed && style == Style.LINES) {
          writeIfNew();
        } else if (!closed) {
          clear();
          draw();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeIfNew() {
    String line = String.join(BETWEEN, shown.get());
    if (!line.equals(last)) {
      last = line;
      out.println(line);
      out.flush();
    }
  }

  /** What is written until {@link #draw} shows at once with that, so that nothing flickers. */
  private void clear() {
    if (rows > 0) {
      out.print("\r" + (rows > 1 ? "\u001b[" + (rows - 1) + "A" : "") + CLEAR_BELOW);
      rows = 0;
    }
  }

  private void draw() {
    if (style == Style.LIVE && !closed) {
      // the last column stays free: some terminals go to the next row as soon as it is written
      List<String> drawn = rows(shown.get(), width.getAsInt() - 1);
      out.print(String.join("\r\n", drawn));
      rows = drawn.size();
    }
    out.flush();
  }

  /** Puts as many parts into a row as it has room for; a part that is longer than a row is cut. */
  static List<String> rows(List<String> parts, int columns) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    for (String part : parts) {
      if (!row.isEmpty() && row.length() + BETWEEN.length() + part.length() + 1 > columns) {
        rows.add(row.append(BETWEEN.strip()).toString());
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : BETWEEN).append(part);
    }
    rows.add(row.toString());
    return rows.stream()
        .map(each -> each.substring(0, Math.min(each.length(), Math.max(1, columns))))
        .toList();
  }
}

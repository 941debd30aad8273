// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.text.OneLine;

/**
 * The one display of a command. What it shows are parts of a sentence, asked for anew at each look:
 * on a terminal they are redrawn in place, in as many rows as the terminal's width makes of them;
 * elsewhere they are one line, written when it is another than the last, at most one a second.
 *
 * <p>Any thread. Nothing else may write to the terminal between the first look and {@link #close},
 * but by {@link #line}. A thread of its own writes, with the display's lock let go: a terminal that
 * takes nothing, as after Ctrl-S, holds up nobody who works for more than a moment. What there is
 * to show then waits, the newest {@value #MOST_WAITING} lines of it.
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

  static final int MOST_WAITING = 1000;

  /** How long who works waits for the terminal to take something, once. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Screen screen;
  private final Style style;
  private final Duration between;
  private final Duration patience;

  private final Deque<Screen.Line> waiting = new ArrayDeque<>();
  private long leftOut;
  private Supplier<List<String>> shown = List::of;

  /** How many changes were ordered, and how many of them have been written. */
  private long ordered;

  private long written;

  /** Whether the terminal took nothing for too long, and has taken nothing since. */
  private boolean stuck;

  private @Nullable Thread writer;
  private boolean closed;
  private boolean left;

  /**
   * A display that shows nothing yet.
   *
   * @param width columns of the terminal, asked for at each look; used only where it is redrawn
   */
  public Progress(PrintWriter out, Style style, IntSupplier width) {
    this(out, style, width, style.between(), PATIENCE);
  }

  /**
   * @param between one look and the next
   * @param patience for a terminal that takes nothing
   */
  Progress(PrintWriter out, Style style, IntSupplier width, Duration between, Duration patience) {
    this.screen = new Screen(out, style == Style.LIVE, width);
    this.style = style;
    this.between = between;
    this.patience = patience;
  }

  /** One that shows nothing, ever. */
  public static Progress none() {
    return new Progress(new PrintWriter(Writer.nullWriter()), Style.NONE, () -> 0);
  }

  /** Writes a line that stays. */
  public synchronized void line(String line) {
    if (shows()) {
      add(new Screen.Line(line, false));
      order();
    }
  }

  /** Shows what goes on now, at once. */
  public synchronized void step(String what) {
    if (shows()) {
      shown = () -> List.of(what);
      if (style == Style.LINES) {
        add(new Screen.Line(what, true));
      }
      order();
    }
  }

  /**
   * Shows parts from now on.
   *
   * @param parts asked for on the display's thread, and answers at once
   */
  public synchronized void show(Supplier<List<String>> parts) {
    if (shows()) {
      shown = parts;
    }
  }

  /**
   * Ends it: a terminal is left as it was, elsewhere what was shown last is the last line. Of a
   * terminal that still takes nothing nobody knows what it will show; nothing more is written then.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      // a terminal that stood may take something again by now
      stuck = false;
      if (writer != null) {
        order();
      }
      left = true;
    }
  }

  private boolean shows() {
    if (style == Style.NONE || closed) {
      return false;
    }
    if (writer == null) {
      writer = Thread.ofPlatform().daemon().name("progress").start(this::write);
    }
    return true;
  }

  private void add(Screen.Line line) {
    if (waiting.size() == MOST_WAITING) {
      waiting.removeFirst();
      leftOut++;
    }
    waiting.addLast(line);
  }

  /** Has it written, and waits for that while the terminal takes something. */
  private void order() {
    long mine = ++ordered;
    notifyAll();
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    while (written < mine && !stuck) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        stuck = written < mine && end - System.nanoTime() <= 0;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      for (Look look = await(); look != null; look = await()) {
        if (look.parts == null) {
          screen.leave(look.lines);
        } else {
          screen.show(look.lines, parts(look.parts));
        }
        written(look);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error broken) {
      screen.leave(List.of(new Screen.Line("the display ends: " + OneLine.of(broken), false)));
      ended();
    }
  }

  /** What there is to show; where that throws, why, and from then on no more. */
  private List<String> parts(Supplier<List<String>> shownNow) {
    try {
      return shownNow.get();
    } catch (RuntimeException | Error broken) {
      List<String> why = List.of("how far it is cannot be told: " + OneLine.of(broken));
      synchronized (this) {
        if (shown.equals(shownNow)) {
          shown = () -> why;
        }
      }
      return why;
    }
  }

  /** Nobody writes any more, and nobody waits for it. */
  private synchronized void ended() {
    closed = true;
    written = ordered;
    notifyAll();
  }

  /** What to write next, when it is time for that; null when nothing may be written any more. */
  private synchronized @Nullable Look await() throws InterruptedException {
    long deadline = System.nanoTime() + between.toNanos();
    long nanos = between.toNanos();
    while (written == ordered && !closed && nanos > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
      nanos = deadline - System.nanoTime();
    }
    if (left || (closed && written == ordered)) {
      return null;
    }
    List<Screen.Line> lines = new ArrayList<>(waiting);
    if (leftOut > 0) {
      lines.addFirst(new Screen.Line("(" + leftOut + " lines left out)", false));
    }
    waiting.clear();
    leftOut = 0;
    boolean draws = style == Style.LIVE ? !closed : closed || written == ordered;
    return new Look(lines, draws ? shown : null, ordered);
  }

  private synchronized void written(Look look) {
    written = look.upTo;
    stuck = false;
    notifyAll();
  }

  /**
   * What is written at once.
   *
   * @param parts what goes on, or null: nothing of that
   * @param upTo as many of the orders are done with it
   */
  private record Look(List<Screen.Line> lines, @Nullable Supplier<List<String>> parts, long upTo) {}
}

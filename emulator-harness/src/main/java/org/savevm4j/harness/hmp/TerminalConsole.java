// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A human monitor on a terminal, with history, completion by the tab key, and the keys of GNU
 * Readline. The end of input (Ctrl-D) only says how to quit, since an emulator is too much to lose
 * by one key; Ctrl-C forgets the line, and ends the emulator if that is empty.
 */
public final class TerminalConsole implements AutoCloseable {

  /** What scripts wait for that were written for QEMU. */
  public static final String PROMPT = "(qemu) ";

  /** Ends of input in a row after which nobody is there. */
  private static final int MOST_ENDS = 10;

  private static final Size USUAL_SIZE = Size.of(80, 24);

  private final HumanMonitor monitor;
  private final Terminal terminal;
  private final LineReader reader;
  private final Runnable interrupted;
  private final Runnable ended;
  private volatile boolean closed;

  private TerminalConsole(
      HumanMonitor monitor,
      Terminal terminal,
      @Nullable Path history,
      Runnable interrupted,
      Runnable ended) {
    this.ended = ended;
    this.monitor = monitor;
    this.terminal = terminal;
    this.interrupted = interrupted;
    Size size = terminal.getSize();
    if (size.getColumns() <= 0 || size.getRows() <= 0) {
      // nobody told it, as on a serial line
      terminal.setSize(USUAL_SIZE);
    }
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(MonitorLine.PARSER)
            .completer((reader, line, found) -> MonitorLine.complete(monitor, line, found))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
  }

  /**
   * Serves the terminal of this process, on a thread that keeps no process alive.
   *
   * @param history where lines are kept, or null: nowhere
   * @param interrupted run when somebody presses Ctrl-C with nothing written
   * @param ended run when no more lines are read, whatever the reason
   * @throws IOException if there is no terminal
   */
  public static TerminalConsole start(
      HumanMonitor monitor, @Nullable Path history, Runnable interrupted, Runnable ended)
      throws IOException {
    // it would ask the terminal, whose answer may come late, and then as if somebody had written it
    Terminal terminal = TerminalBuilder.builder().system(true).graphemeCluster(false).build();
    return start(monitor, terminal, history, interrupted, ended);
  }

  static TerminalConsole start(
      HumanMonitor monitor,
      Terminal terminal,
      @Nullable Path history,
      Runnable interrupted,
      Runnable ended) {
    TerminalConsole console = new TerminalConsole(monitor, terminal, history, interrupted, ended);
    Thread.ofPlatform().daemon().name("monitor").start(console::run);
    return console;
  }

  private void run() {
    try {
      serve();
    } finally {
      // whatever ended it, a fault of a command even, nobody reads lines any more
      ended.run();
    }
  }

  private void serve() {
    int ends = 0;
    while (!closed && ends < MOST_ENDS) {
      try {
        String answer = monitor.execute(reader.readLine(PROMPT));
        ends = 0;
        print(answer);
      } catch (UserInterruptException broken) {
        ends = 0;
        if (broken.getPartialLine().isEmpty()) {
          interrupted.run();
          return;
        }
      } catch (EndOfFileException _) {
        ends++;
        if (!closed) {
          print("'quit' ends the emulator\n");
        }
      } catch (IllegalStateException | UncheckedIOException broken) {
        if (!closed) {
          throw broken;
        }
        // closed under the reader, which is how it is told to end
      }
    }
  }

  private void print(String text) {
    terminal.writer().print(text);
    terminal.writer().flush();
  }

  /** Ends it, and leaves the terminal as it was. */
  @Override
  public void close() throws IOException {
    closed = true;
    terminal.close();
  }
}

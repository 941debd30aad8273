// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

/** A terminal at which a test types, and reads what is written there. */
final class TypedTerminal {

  static final String ENTER = "\r";

  /** As an xterm sends it while a program has set its keys. */
  static final String UP = "\033OA";

  static final String CTRL_C = "\003";
  static final String CTRL_D = "\004";

  private static final long LIMIT_SECONDS = 30;

  private final PipedOutputStream keys = new PipedOutputStream();
  private final Screen screen = new Screen();
  private final Terminal terminal;
  private int read;

  TypedTerminal() throws IOException {
    terminal =
        new ExternalTerminal(
            "test", "xterm", new PipedInputStream(keys), screen, StandardCharsets.UTF_8);
  }

  Terminal terminal() {
    return terminal;
  }

  /** Types when the prompt is there that comes next. */
  void type(String text) throws IOException, InterruptedException {
    await(TerminalConsole.PROMPT);
    press(text);
  }

  void press(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Waits for a text behind those that were awaited before. */
  void await(String text) throws InterruptedException {
    read = screen.await(text, read) + text.length();
  }

  /** Nobody types any more. */
  void hangUp() throws IOException {
    keys.close();
  }

  /** All that was written. */
  private static final class Screen extends OutputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int octet) {
      bytes.write(octet);
      notifyAll();
    }

    synchronized int await(String text, int from) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (true) {
        String all = bytes.toString(StandardCharsets.ISO_8859_1);
        int at = all.indexOf(text, from);
        if (at >= 0) {
          return at;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        assertTrue(left > 0, () -> "'" + text + "' does not come: " + all.substring(from));
        wait(left);
      }
    }
  }
}

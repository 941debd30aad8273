// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.provoked.ProvokedFaults;

/** Keys at a terminal in this process. */
@Timeout(90)
class TerminalConsoleTest {

  private static final String STATUS = "VM status: paused (prelaunch)";

  @RegisterExtension
  private final ProvokedFaults provoked = new ProvokedFaults("a fault of a command");

  @TempDir private Path folder;
  private final CountDownLatch quit = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private Path history;
  private Emulator emulator;

  @BeforeEach
  void boot() throws Exception {
    history = HistoryFile.open(Map.of("XDG_STATE_HOME", folder.toString()));
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    emulator =
        Emulator.open(
            new EmulatorOptions(16 << 20, 1, null, null, true, guest)
                .withSnapshots(folder.resolve("snapshots")));
  }

  @AfterEach
  void close() throws Exception {
    emulator.close();
  }

  @Test
  void tabCompletesCommandsAndTheirWords() throws Exception {
    emulator.snapshots().save("a tag", false);
    TypedTerminal terminal = new TypedTerminal();
    try (TerminalConsole _ = start(terminal)) {
      terminal.type("inf\tsta\t\r");
      terminal.await(STATUS);
      terminal.type("migrate_set_c\tauto\ton\r");
      terminal.type("migrate_set_p\tcpu-throttle-t\ton\r");
      terminal.type("migrate_set_p\tdowntime\t\r");
      terminal.type("delvm a\t\r");
      terminal.type("help info mi\t");
      terminal.await("migrate");
    }
    assertTrue(emulator.capabilities().get("auto-converge"), "the capability was completed");
    assertTrue(emulator.parameters().throttle().tailslow(), "so was the parameter");
    assertEquals(300, emulator.parameters().downtimeLimit(), "and the value that it had");
    assertEquals(List.of(), emulator.snapshots().list(), "and the tag, in quotes");
  }

  @Test
  void tabShowsWhatAWordCanBe() throws Exception {
    TypedTerminal terminal = new TypedTerminal();
    try (TerminalConsole _ = start(terminal)) {
      terminal.type("migrate_set_capability e\t");
      terminal.await("events");
      terminal.press(TypedTerminal.CTRL_C);
      terminal.type("info \t");
      terminal.await("snapshots");
    }
  }

  @Test
  void linesAreKeptForTheNextEmulator() throws Exception {
    TypedTerminal first = new TypedTerminal();
    try (TerminalConsole _ = start(first)) {
      first.type("info status\r");
      first.await(STATUS);
      first.type(TypedTerminal.UP + TypedTerminal.ENTER);
      first.await(STATUS);
      first.type("info htab\r");
      first.await("shift: 18");
    }
    assertEquals(List.of("info status", "info htab"), Files.readAllLines(history));
    TypedTerminal second = new TypedTerminal();
    try (TerminalConsole _ = start(second)) {
      second.type(TypedTerminal.UP + TypedTerminal.UP + TypedTerminal.ENTER);
      second.await(STATUS);
    }
  }

  @Test
  void endOfInputAndABrokenLineEndNothing() throws Exception {
    TypedTerminal terminal = new TypedTerminal();
    try (TerminalConsole _ = start(terminal)) {
      terminal.type(TypedTerminal.CTRL_D);
      terminal.await("'quit' ends the emulator");
      terminal.type("stop now" + TypedTerminal.CTRL_C);
      terminal.type("fly!! \"a\r");
      terminal.await("a double quote is missing");
      terminal.type("fly!!\r");
      terminal.await("unknown command: 'fly!!'");
      terminal.type("quit\r");
      assertTrue(quit.await(20, TimeUnit.SECONDS), "the emulator is asked to end");
      assertEquals(1, interrupted.getCount());
    }
  }

  @Test
  void interruptOfAnEmptyLineEndsTheEmulator() throws Exception {
    TypedTerminal terminal = new TypedTerminal();
    try (TerminalConsole _ = start(terminal)) {
      terminal.type(TypedTerminal.CTRL_C);
      assertTrue(interrupted.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void terminalThatIsGoneEndsTheMonitor() throws Exception {
    TypedTerminal terminal = new TypedTerminal();
    try (TerminalConsole _ = start(terminal)) {
      terminal.type("info status\r");
      terminal.await(STATUS);
      terminal.hangUp();
      assertTrue(ended.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void faultOfACommandEndsTheMonitorAndTellsSo() throws Exception {
    TypedTerminal terminal = new TypedTerminal();
    Runnable breaks =
        () -> {
          throw new IllegalStateException("a fault of a command");
        };
    try (TerminalConsole _ = start(terminal, breaks)) {
      terminal.type("quit\r");
      assertTrue(ended.await(20, TimeUnit.SECONDS), "nobody would hear of the end of input");
    }
  }

  private TerminalConsole start(TypedTerminal terminal) {
    return start(terminal, quit::countDown);
  }

  private TerminalConsole start(TypedTerminal terminal, Runnable onQuit) {
    return TerminalConsole.start(
        new HumanMonitor(emulator, true, onQuit),
        terminal.terminal(),
        history,
        interrupted::countDown,
        ended::countDown);
  }
}

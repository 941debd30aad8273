// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GuestFailureTest {

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final EmulatorListener listener = new Ear(heard);
  private Board board;
  private RunSwitch runSwitch;

  @BeforeEach
  void loadGuestThatFails() {
    board = new Board(StubOptions.booting());
    board
        .machine()
        .load(
            _ -> {
              throw new IllegalStateException("wrong\n  page");
            });
    runSwitch =
        new RunSwitch(
            board.machine(),
            board.devices().globalState(),
            RunStatus.PRELAUNCH,
            news -> news.accept(listener));
    board.machine().cont();
  }

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  void listenersHearOfAStopAndThenWhyInOneLine() throws Exception {
    assertEquals("stopped", heard.poll(20, TimeUnit.SECONDS));
    assertEquals(
        "failed: java.lang.IllegalStateException: wrong page", heard.poll(20, TimeUnit.SECONDS));
    assertEquals(RunStatus.INTERNAL_ERROR, runSwitch.status());
  }

  @Test
  void guestThatFailedIsNotStoppedAgainAndDoesNotGoOn() throws Exception {
    heard.poll(20, TimeUnit.SECONDS);
    heard.poll(20, TimeUnit.SECONDS);
    runSwitch.stop();
    assertNull(heard.poll(), "it stopped once");
    assertThrows(EmulatorException.class, runSwitch::cont);
  }

  /** Writes down what it hears. */
  private record Ear(BlockingQueue<String> heard) implements EmulatorListener {

    @Override
    public void stopped() {
      heard.add("stopped");
    }

    @Override
    public void resumed() {
      heard.add("resumed");
    }

    @Override
    public void failed(String reason) {
      heard.add("failed: " + reason);
    }

    @Override
    public void migration(String status) {}

    @Override
    public void pass(long pass) {}
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/** What a section says is left, against what it then sends, of a guest that just stopped. */
@Tag("alone")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PendingEstimateTest {

  private static final int TABLE_SHIFT = 23;
  private static final long MEMORY = 1L << TABLE_SHIFT + 7;
  private static final long LOOK_NANOS = 100_000;

  /**
   * A busy guest has 10 ms. The estimate of a first lap leaves out what the guest fills ahead of
   * it, and this guest has just booted and fills more than it empties.
   */
  private static final long SHARE_OF_A_SECOND = 100;

  /** Header word and end marker of the table, the end of RAM: they go however little is left. */
  private static final long FRAME = 12;

  @ParameterizedTest
  @CsvSource({
    "spapr/htab, IDLE, 0, 0",
    "spapr/htab, IDLE, 0, 200000",
    "spapr/htab, IDLE, 0, -1",
    "spapr/htab, MIX, 50000, 0",
    "spapr/htab, MIX, 50000, 200000",
    "spapr/htab, MIX, 50000, -1",
    "ram, IDLE, 0, -1",
    "ram, MIX, 50000, 200000",
    "ram, MIX, 50000, -1",
  })
  void isWithinATenthOfWhatIsThenSent(
      String section, Workload workload, long rate, long bytesBefore) throws Exception {
    try (Board board = new Board(options(workload, rate))) {
      board.boot();
      board.machine().cont();
      LiveSaver saver = saver(board, section);
      StateOutput out = new StateOutput(Channels.newChannel(OutputStream.nullOutputStream()));
      saver.setup(out);
      run(saver, out, bytesBefore);
      if (rate > 0) {
        awaitUpdates(board, rate / SHARE_OF_A_SECOND);
      }
      board.machine().stop();
      long pending = saver.pending().bytes();
      long begin = out.position();
      saver.complete(out);
      long sent = out.position() - begin - FRAME;
      saver.cleanup();
      assertTrue(workload == Workload.IDLE || sent > 0, "a busy guest has something left");
      assertTrue(
          Math.abs(sent - pending) <= sent / 10 + FRAME,
          pending + " said to be left, sent " + sent);
    }
  }

  /** Sends so many bytes, or with -1 until a lap has ended. */
  private static void run(LiveSaver saver, StateOutput out, long bytes) throws IOException {
    IterateResult result = IterateResult.BUDGET_SPENT;
    long end = out.position() + bytes;
    while (bytes < 0 ? result != IterateResult.CAUGHT_UP : out.position() < end) {
      long least = bytes < 0 ? 1 << 20 : end - out.position();
      result = saver.iterate(out, Budget.of(out, least, Long.MAX_VALUE >> 1));
      if (result == IterateResult.CAUGHT_UP) {
        return;
      }
    }
  }

  private static void awaitUpdates(Board board, long count) throws EmulatorException {
    long until = board.guestStatus().updates() + count;
    while (board.guestStatus().updates() < until) {
      // the loop asks itself; this only leaves the core to the guest
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static LiveSaver saver(Board board, String name) {
    for (OpenSection open : board.sections()) {
      if (open.name().equals(name) && open.section() instanceof LiveSection live) {
        return live.newSaver(Set.of());
      }
    }
    throw new AssertionError("there is no section " + name);
  }

  private static EmulatorOptions options(Workload workload, long rate) {
    return new EmulatorOptions(
        MEMORY, 1, TABLE_SHIFT, null, false, new GuestOptions(workload, rate, 1));
  }
}

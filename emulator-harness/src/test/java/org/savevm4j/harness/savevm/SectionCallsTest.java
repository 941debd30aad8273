// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.state.DeviceState;

/** Which call is given up, and when. */
@Tag("alone")
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SectionCallsTest {

  private static final long LIMIT_MILLIS = 500;

  private final SectionCalls calls = SectionCalls.watched(() -> LIMIT_MILLIS);
  private final OpenSection first = open("acme/first");
  private final OpenSection second = open("acme/second");
  private final CountDownLatch comesBack = new CountDownLatch(1);

  @AfterEach
  void letItComeBack() {
    comesBack.countDown();
  }

  @Test
  void callThatHangsIsGivenUpByNameAndItsSectionIsNotCalledUntilItIsBack() throws Exception {
    CompletableFuture<String> late = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    requireGivenUp(
        "section acme/second does nothing for 500 ms, the x-stall-timeout",
        () -> {
          calls.call(first, "load", () -> "quick");
          calls.call(second, "load", () -> hang(interrupted), late::complete);
        });
    assertEquals("load", second.hang().get());
    assertTrue(interrupted.get(), "its thread is told");
    SectionHangException still =
        assertThrows(
            SectionHangException.class,
            () -> calls.run("test", () -> calls.call(second, "cleanup", () -> "never")));
    assertEquals(
        "section acme/second has not come back since an earlier save or load", still.getMessage());
    calls.run("test", () -> calls.call(first, "cleanup", () -> "the other is called"));

    comesBack.countDown();
    assertEquals("came", late.get(), "what it held is let go of with its result");
    while (second.hang().get() != null) {
      Thread.onSpinWait();
    }
    calls.run("test", () -> calls.call(second, "cleanup", () -> "it is called again"));
  }

  @Test
  void outerCallIsTheOneThatHangsWhenTheInnerOneHasEnded() {
    requireGivenUp(
        "section acme/first does nothing for 500 ms, the x-stall-timeout",
        () ->
            calls.call(
                first,
                "load",
                () -> {
                  calls.call(second, "load", () -> "quick");
                  return hang(new CompletableFuture<>());
                }));
  }

  @Test
  void innerCallIsTheOneThatHangsWhileTheOuterOneWaitsForIt() {
    requireGivenUp(
        "section acme/second does nothing for 500 ms, the x-stall-timeout",
        () ->
            calls.call(
                first,
                "load",
                () -> calls.call(second, "load", () -> hang(new CompletableFuture<>()))));
  }

  @Test
  void waitForTheStreamIsNoHang() throws Exception {
    SlowChannel slow = new SlowChannel(3 * LIMIT_MILLIS);
    ReadableByteChannel channel = calls.around(slow);
    calls.run("test", () -> calls.call(first, "load", () -> channel.read(ByteBuffer.allocate(1))));
    requireGivenUp(
        "section acme/first does nothing for 500 ms, the x-stall-timeout",
        () ->
            calls.call(
                first,
                "load",
                () -> {
                  channel.read(ByteBuffer.allocate(1));
                  return hang(new CompletableFuture<>());
                }));
  }

  @Test
  void callIsActiveAgainAfterEachByteThatComes() throws Exception {
    SectionCalls patient = SectionCalls.watched(() -> 2 * LIMIT_MILLIS);
    ReadableByteChannel channel = patient.around(new SlowChannel(0));
    patient.run(
        "test",
        () ->
            patient.call(
                first,
                "load",
                () -> {
                  long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5 * LIMIT_MILLIS);
                  while (System.nanoTime() < end) {
                    channel.read(ByteBuffer.allocate(1));
                  }
                  return "it took longer than the limit, and did something all the time";
                }));
  }

  @Test
  void nothingIsGivenUpWithoutALimit() throws Exception {
    SectionCalls endless = SectionCalls.watched(() -> 0);
    endless.run(
        "test",
        () ->
            endless.call(
                first,
                "load",
                () -> {
                  idle(2 * LIMIT_MILLIS);
                  return "slow";
                }));
  }

  @Test
  void lackOfThreadsIsAFailureByName() {
    SectionCalls none = SectionCalls.watched(() -> LIMIT_MILLIS, NoThreads::new);
    NoThreadException failure =
        assertThrows(NoThreadException.class, () -> none.run("test", () -> {}));
    assertEquals(
        "there is no thread for calls into sections: no more threads; end processes that have"
            + " many, or raise the limit of them",
        failure.getMessage());
  }

  private void requireGivenUp(String line, SectionCalls.Work work) {
    assertEquals(
        line, assertThrows(SectionHangException.class, () -> calls.run("test", work)).getMessage());
  }

  /** Does nothing until the test ends, whoever interrupts it. */
  private String hang(CompletableFuture<Boolean> interrupted) {
    while (comesBack.getCount() > 0) {
      try {
        comesBack.await();
      } catch (InterruptedException _) {
        interrupted.complete(true);
      }
    }
    return "came";
  }

  private static void idle(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static OpenSection open(String name) {
    return new OpenSection(
        name, 0, new DeviceSection<>(DeviceState.<Object>named(name, 1).build(), new Object()));
  }

  /**
   * A link on which a byte takes so long.
   *
   * @param millis of a byte
   */
  private record SlowChannel(long millis) implements ReadableByteChannel {

    @Override
    public int read(ByteBuffer into) {
      idle(millis);
      into.put((byte) 0);
      return 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}

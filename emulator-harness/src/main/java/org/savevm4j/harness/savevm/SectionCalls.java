// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls into sections, which may be anybody's code. Work that makes such calls runs on a thread
 * of its own, and whoever wants it waits: for the end of the work, or until a call has done nothing
 * for too long. Such a call is given up: its thread is interrupted and left to itself, and when the
 * call comes back all the same, its thread lets go of what it held, and ends. A section with a call
 * that has not come back is not called again.
 *
 * <p>Waiting for the stream's channel is no fault of a section; that has its own limit.
 */
public final class SectionCalls {

  /** How often it is looked at most, in ms; a call that hangs is seen that much later. */
  private static final long MOST_BETWEEN_LOOKS = 500;

  private static final int LOOKS_IN_LIMIT = 4;

  private final LongSupplier limitMillis;
  private final boolean watches;
  private final ThreadFactory threads;
  private volatile @Nullable SectionCall current;

  private SectionCalls(LongSupplier limitMillis, boolean watches, ThreadFactory threads) {
    this.limitMillis = limitMillis;
    this.watches = watches;
    this.threads = threads;
  }

  /**
   * Calls that are given up.
   *
   * @param limitMillis how long a call may do nothing, asked again and again; 0 for ever
   */
  public static SectionCalls watched(LongSupplier limitMillis) {
    return watched(limitMillis, Thread.ofPlatform().factory());
  }

  /**
   * The same.
   *
   * @param threads makes those that work is done on
   */
  public static SectionCalls watched(LongSupplier limitMillis, ThreadFactory threads) {
    return new SectionCalls(limitMillis, true, threads);
  }

  /** Calls that are waited for, on the caller's own thread. */
  public static SectionCalls unwatched() {
    return new SectionCalls(() -> 0, false, Thread.ofPlatform().factory());
  }

  /** A channel that a section's call may wait for. */
  public ReadableByteChannel around(ReadableByteChannel channel) {
    return new AwaitedChannel(this, channel);
  }

  /**
   * Does work that calls sections, one piece at a time.
   *
   * @throws SectionHangException if a call was given up
   * @throws IOException that the work throws
   */
  public void run(String thread, Work work) throws IOException {
    if (!watches) {
      work.run();
      return;
    }
    CountDownLatch ended = new CountDownLatch(1);
    Throwable[] thrown = new Throwable[1];
    Thread worker =
        start(
            thread,
            () -> {
              try {
                work.run();
              } catch (AbandonedCallError abandoned) {
                abandoned.letGo();
              } catch (IOException | RuntimeException | Error failed) {
                thrown[0] = failed;
              } finally {
                ended.countDown();
              }
            });
    await(ended, worker);
    switch (thrown[0]) {
      case null -> {
        // it went well
      }
      case IOException failed -> throw failed;
      case RuntimeException failed -> throw failed;
      case Error failed -> throw failed;
      default -> throw new AssertionError(thrown[0]);
    }
  }

  /**
   * Does work that has sections clean up at its end, and sees to it that all of them do, whatever
   * breaks: each failure but a lack of threads is of a section that is left out from then on. Where
   * there is no thread, the cleaning up is done on this one, and nobody watches it.
   *
   * @param cleanUp what is left to do when something broke; goes on behind what broke in it
   * @param broken hears each failure, before what comes next
   */
  public void runToTheEnd(String thread, Work work, Work cleanUp, Consumer<Throwable> broken) {
    Throwable failure = failure(() -> run(thread, work));
    while (failure != null) {
      broken.accept(failure);
      failure =
          failure(failure instanceof NoThreadException ? cleanUp : () -> run(thread, cleanUp));
    }
  }

  private static @Nullable Throwable failure(Work work) {
    try {
      work.run();
      return null;
    } catch (IOException | RuntimeException | Error broken) {
      return broken;
    }
  }

  private Thread start(String name, Runnable work) throws NoThreadException {
    try {
      Thread worker = threads.newThread(work);
      worker.setName(name);
      worker.setDaemon(true);
      worker.start();
      return worker;
    } catch (OutOfMemoryError none) {
      throw new NoThreadException(none);
    }
  }

  /** A call whose result needs nothing done if it comes too late. */
  <T> T call(OpenSection section, String callback, Body<T> body) throws IOException {
    return call(section, callback, body, _ -> {});
  }

  /**
   * Calls a section.
   *
   * @param callback what is called, for messages
   * @param late what to do when the call was given up and has come back; on the call's own thread,
   *     with its result, or null if it threw
   * @throws SectionHangException if an earlier call of the section has not come back
   */
  <T> T call(OpenSection section, String callback, Body<T> body, Consumer<@Nullable T> late)
      throws IOException {
    if (!watches) {
      return body.get();
    }
    section.requireNoHang();
    SectionCall call = new SectionCall(section, callback);
    SectionCall outer = current;
    current = call;
    T result = null;
    try {
      result = body.get();
      if (call.end()) {
        return result;
      }
    } catch (IOException | RuntimeException | Error failed) {
      if (call.end()) {
        throw failed;
      }
    } finally {
      if (!call.abandoned()) {
        current = outer;
      }
    }
    T came = result;
    throw new AbandonedCallError(call, () -> late.accept(came));
  }

  /** A call that answers nothing. */
  static Body<Boolean> nothing(Runnable body) {
    return () -> {
      body.run();
      return true;
    };
  }

  /** The section's call waits for the stream until {@link #goesOn}. */
  void waits() {
    SectionCall call = current;
    if (call != null) {
      call.waits();
    }
  }

  void goesOn() {
    SectionCall call = current;
    if (call != null) {
      call.goesOn();
    }
  }

  private void await(CountDownLatch ended, Thread worker) throws SectionHangException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (ended.await(pause(limitMillis.getAsLong()), TimeUnit.MILLISECONDS)) {
            return;
          }
          long limit = limitMillis.getAsLong();
          SectionCall call = current;
          if (call != null && limit > 0 && call.idleMillis() >= limit && call.abandon()) {
            current = null;
            worker.interrupt();
            throw SectionHangException.after(call, limit);
          }
        } catch (InterruptedException _) {
          // who waits for a migration to end waits on: it ends
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static long pause(long limit) {
    return limit == 0
        ? MOST_BETWEEN_LOOKS
        : Math.clamp(limit / LOOKS_IN_LIMIT, 1, MOST_BETWEEN_LOOKS);
  }

  /** Work that calls sections. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /** One call. */
  @FunctionalInterface
  interface Body<T> {
    T get() throws IOException;
  }
}

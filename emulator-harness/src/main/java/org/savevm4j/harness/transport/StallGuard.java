// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A link that is given up when the other side takes nothing, or sends nothing, for too long. A read
 * or write that waits longer than the limit ends with an exception, and the link is closed then.
 * Waiting for a disk or for a command's end, in {@link #sync}, has no limit.
 *
 * <p>One thread at a time reads or writes; a thread of this object's own looks at how long that has
 * been waiting, and closes the link to end it.
 */
public final class StallGuard implements Link {

  /** How often the watching thread looks at most, in ms; a stall is seen that much later. */
  private static final long MOST_BETWEEN_LOOKS = 500;

  private static final int LOOKS_IN_LIMIT = 4;
  private static final long NOT_WAITING = 0;

  private final MigrationUri uri;
  private final Link link;
  private final LongSupplier limitMillis;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** When the read or write that is under way began, as {@link System#nanoTime}, never 0. */
  private volatile long waitsSince = NOT_WAITING;

  /** The limit that was exceeded, in ms; 0 while none was. */
  private volatile long stalledMillis;

  private volatile boolean shaken;

  private StallGuard(MigrationUri uri, Link link, LongSupplier limitMillis) {
    this.uri = uri;
    this.link = link;
    this.limitMillis = limitMillis;
  }

  /**
   * Guards a link from now until it is closed.
   *
   * @param uri for messages
   * @param limitMillis asked again and again, by any thread; 0 for no limit
   */
  public static Link around(MigrationUri uri, Link link, LongSupplier limitMillis) {
    StallGuard guard = new StallGuard(uri, link, limitMillis);
    Thread.ofVirtual().name("stall-guard").start(guard::watch);
    return guard;
  }

  /** Has the limit for all of it, whatever moves meanwhile. */
  @Override
  public void handshake() throws TransportException {
    if (shaken) {
      return;
    }
    waits();
    try {
      link.handshake();
      shaken = true;
    } catch (TransportException fault) {
      throw stalledMillis == 0 ? fault : stalled("the handshake with " + link.peer() + " went on");
    } finally {
      waitsSince = NOT_WAITING;
    }
  }

  @Override
  public String peer() {
    return link.peer();
  }

  @Override
  public int read(ByteBuffer target) throws TransportException {
    handshake();
    waits();
    try {
      return link.read(target);
    } catch (TransportException fault) {
      throw stalledMillis == 0 ? fault : stalled("no byte came");
    } finally {
      waitsSince = NOT_WAITING;
    }
  }

  @Override
  public int write(ByteBuffer source) throws TransportException {
    handshake();
    waits();
    try {
      return link.write(source);
    } catch (TransportException fault) {
      throw stalledMillis == 0 ? fault : stalled("no byte was taken");
    } finally {
      waitsSince = NOT_WAITING;
    }
  }

  @Override
  public boolean twoWay() {
    return link.twoWay();
  }

  @Override
  public void keepAlive(int seconds) throws TransportException {
    link.keepAlive(seconds);
  }

  @Override
  public void sync() throws TransportException {
    link.sync();
  }

  @Override
  public void endOutput() throws TransportException {
    handshake();
    waits();
    try {
      // what protects the link has a last word to send
      link.endOutput();
    } catch (TransportException fault) {
      throw stalledMillis == 0 ? fault : stalled("no byte was taken");
    } finally {
      waitsSince = NOT_WAITING;
    }
  }

  @Override
  public boolean isOpen() {
    return link.isOpen();
  }

  @Override
  public void close() throws TransportException {
    closed.countDown();
    link.close();
  }

  private void waits() {
    long now = System.nanoTime();
    waitsSince = now == NOT_WAITING ? 1 : now;
  }

  private TransportException stalled(String what) {
    return new TransportException(
        uri, what + " for " + stalledMillis + " ms, the x-stall-timeout; the link was given up");
  }

  private void watch() {
    try {
      long pause = pause(limitMillis.getAsLong());
      while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
        long limit = limitMillis.getAsLong();
        long since = waitsSince;
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        if (limit > 0 && since != NOT_WAITING && waited >= limit && since == waitsSince) {
          stalledMillis = limit;
          close();
        }
        pause = pause(limit);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (TransportException _) {
      // It is closed all the same; the thread that waited tells of the stall.
    }
  }

  private static long pause(long limit) {
    return limit == 0
        ? MOST_BETWEEN_LOOKS
        : Math.clamp(limit / LOOKS_IN_LIMIT, 1, MOST_BETWEEN_LOOKS);
  }

  @Override
  public String toString() {
    return link.toString();
  }
}

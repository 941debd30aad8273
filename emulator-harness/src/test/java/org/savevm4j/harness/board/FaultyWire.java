// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.TransportException;

/**
 * Both ends of one migration's link, in which one thing goes wrong at one moment. It happens on the
 * source's migration thread, between two of its writes; what the ends see of it comes from real
 * sockets and files. Links after the first are left alone.
 */
final class FaultyWire implements EmulatorListener, AutoCloseable {

  private static final int LIMIT_SECONDS = 30;

  private final Fault fault;
  private final FaultPhase phase;

  /** What the source's end becomes: a socket whose peer has left, or a full disk. */
  private final Link broken;

  private final CountDownLatch struck = new CountDownLatch(1);
  private final CountDownLatch arrived = new CountDownLatch(1);
  private volatile SourceEnd source;
  private final CompletableFuture<Link> destination = new CompletableFuture<>();
  private volatile boolean armed;
  private volatile boolean stops;

  FaultyWire(Fault fault, FaultPhase phase, Link broken) {
    this.fault = fault;
    this.phase = phase;
    this.broken = broken;
    this.armed = phase == FaultPhase.SETUP;
  }

  UnaryOperator<Link> sourceTap() {
    return link -> {
      if (source != null) {
        return link;
      }
      source = new SourceEnd(link);
      return source;
    };
  }

  UnaryOperator<Link> destinationTap() {
    return link -> {
      destination.complete(link);
      return new DestinationEnd(link);
    };
  }

  /** Lets go of what a link that stalled has kept. */
  @Override
  public void close() throws TransportException {
    broken.close();
    if (source != null) {
      source.first.close();
    }
  }

  /** Waits until it has happened. */
  void awaitStrike() throws InterruptedException {
    if (!struck.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(phase + " is not reached");
    }
  }

  @Override
  public void migration(String status) {
    if (status.equals("device")) {
      stops = true;
      armed |= phase == FaultPhase.THE_STOP;
    }
  }

  @Override
  public void pass(long pass) {
    armed |= phase == FaultPhase.FIRST_PASS && pass == 1;
    armed |= phase == FaultPhase.LATER_PASSES && pass == 2;
  }

  @Override
  public void stopped() {}

  @Override
  public void resumed() {}

  private void strike() throws TransportException {
    if (struck.getCount() == 0) {
      return;
    }
    switch (fault) {
      case SOURCE_KILLED -> source.link.close();
      case DESTINATION_KILLED -> {
        source.link = broken;
        destination.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join().close();
      }
      case LINK_CUT -> {
        // the destination gets what was sent before, and then the end
        source.link.close();
        source.link = broken;
      }
      case LINK_STALLED, CANCELLED -> source.stalled = true;
      case DISK_FULL -> source.link = broken;
    }
    struck.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the other side does nothing");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The source's end. */
  private final class SourceEnd extends LinkAround {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Link first;
    private volatile boolean stalled;

    SourceEnd(Link link) {
      super(link);
      this.first = link;
    }

    @Override
    public int write(ByteBuffer source) throws TransportException {
      int count = source.remaining();
      if (armed && phase == FaultPhase.SETUP && struck.getCount() > 0) {
        while (source.hasRemaining()) {
          link.write(source);
        }
        strike();
        return count;
      }
      if (armed) {
        strike();
      }
      if (stops && phase == FaultPhase.LAST_BYTE_ON_ITS_WAY && fault != Fault.DISK_FULL) {
        source.position(source.limit());
        return count;
      }
      awaitClose();
      return link.write(source);
    }

    @Override
    public int read(ByteBuffer target) throws TransportException {
      awaitClose();
      return link.read(target);
    }

    @Override
    public void sync() throws TransportException {
      link.sync();
      if (phase == FaultPhase.GUEST_ARRIVED) {
        FaultyWire.await(arrived);
      }
      if (phase.isAfterLastByte()) {
        strike();
      }
      if (fault == Fault.DISK_FULL) {
        link.write(ByteBuffer.allocate(1));
      }
    }

    @Override
    public void close() throws TransportException {
      if (stalled && fault == Fault.LINK_STALLED) {
        // the other side does not hear of that either
        link = broken;
      }
      link.close();
      closed.countDown();
    }

    private void awaitClose() {
      if (stalled) {
        FaultyWire.await(closed);
      }
    }
  }

  /** The destination's end. */
  private final class DestinationEnd extends LinkAround {

    DestinationEnd(Link link) {
      super(link);
    }

    @Override
    public int read(ByteBuffer target) throws TransportException {
      if (phase == FaultPhase.SETUP) {
        // so that no answer comes before it happens
        FaultyWire.await(struck);
        if (fault == Fault.CANCELLED) {
          FaultyWire.await(source.closed);
        }
      }
      return link.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws TransportException {
      if (phase == FaultPhase.GUEST_ARRIVED && stops) {
        source.position(source.limit());
        arrived.countDown();
        return Integer.BYTES * 2;
      }
      return link.write(source);
    }
  }
}

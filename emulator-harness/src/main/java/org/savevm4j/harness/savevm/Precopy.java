// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.savevm4j.harness.savevm.SaveStream.LiveSave;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * One migration: sends live sections in rounds while the guest runs, and stops the guest when what
 * is left of all of them goes within the downtime limit.
 *
 * <p>In a round every live section that has anything to send takes its turn, with an equal share of
 * what the rate limit leaves, so that none starves. {@link #run} belongs to the migration thread;
 * {@link #cancel} and {@link #figures} to any.
 */
public final class Precopy {

  /** Longest turn of a section, so that the decision to switch over is never far. */
  private static final long TURN_NANOS = 5_000_000;

  /** A turn below this many bytes would be all framing. */
  private static final long MIN_TURN_BYTES = 4096;

  private static final double NANOS_PER_SECOND = 1e9;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final StateOutput out;
  private final Configuration configuration;
  private final List<OpenSection> sections;
  private final RunControl control;
  private final Supplier<MigrationParameters> parameters;
  private final Acknowledgement acknowledgement;
  private final boolean returnPath;

  private final RateLimit limit = new RateLimit();
  private final Throughput throughput = new Throughput();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final PrecopyStatus status;

  private boolean stopped;
  private boolean handedOver;
  private long downtimeNanos;

  /** Sections that were at least once without anything left to send. */
  private final Set<LiveSave> caughtUp = new HashSet<>();

  /**
   * @param out the stream; stays open
   * @param configuration begins the stream; its capabilities are on for the sections
   * @param sections in the order of the stream
   * @param parameters read anew in each round
   * @param returnPath whether to ask the destination to open its return path, and whether it takes
   *     the stream at all
   */
  public Precopy(
      StateOutput out,
      Configuration configuration,
      List<OpenSection> sections,
      RunControl control,
      Supplier<MigrationParameters> parameters,
      Acknowledgement acknowledgement,
      boolean returnPath,
      PrecopyListener listener) {
    this.out = out;
    this.configuration = configuration;
    this.sections = List.copyOf(sections);
    this.control = control;
    this.parameters = parameters;
    this.acknowledgement = acknowledgement;
    this.returnPath = returnPath;
    this.status = new PrecopyStatus(listener);
  }

  /** Migrates, to whatever end; afterwards {@link #figures} says to which. */
  public void run() {
    SaveStream stream = new SaveStream(out, sections, Set.copyOf(configuration.capabilities()));
    Throwable failure = null;
    try {
      migrate(stream);
    } catch (IOException | RuntimeException | Error broken) {
      // whatever broke, the guest must not stay stopped by it
      failure = broken;
    }
    stream.cleanUp();
    if (failure == null) {
      status.completed(downtimeNanos);
      return;
    }
    boolean unsure = handedOver && acknowledgement.guestMayRunElsewhere();
    if (stopped && !unsure) {
      control.resumeAfterFailure();
    }
    status.failed(failure, unsure);
  }

  /** Ends the migration, guest running on here; too late once the last byte is on its way. */
  public boolean cancel() {
    if (!status.cancel()) {
      return false;
    }
    cancelled.countDown();
    return true;
  }

  /** What is known right now. */
  public MigrationFigures figures() {
    return status.figures();
  }

  private void migrate(SaveStream stream) throws IOException {
    setup(stream);
    for (List<Pending> left = pending(stream); !mayStop(stream, left); left = pending(stream)) {
      round(stream, left);
    }
    status.enter(MigrationPhase.DEVICE);
    long stopOrder = System.nanoTime();
    stopped = true;
    control.stopForMigration();
    finish(stream);
    status.publish(stream, out);
    stream.devices();
    status.commit();
    handedOver = true;
    stream.end();
    acknowledgement.await();
    downtimeNanos = System.nanoTime() - stopOrder;
    status.publish(stream, out);
  }

  private void setup(SaveStream stream) throws IOException {
    stream.begin(configuration);
    if (returnPath) {
      stream.writer().command(new Command(Command.OPEN_RETURN_PATH, new byte[0]));
      stream.writer().command(new Command(Command.PING, new byte[Integer.BYTES]));
      out.flush();
      acknowledgement.awaitReady();
    }
    stream.setup();
    out.flush();
    status.enter(MigrationPhase.ACTIVE);
    status.setupEnds(stream, out);
  }

  private void round(SaveStream stream, List<Pending> left) throws IOException {
    limit.tick(System.nanoTime(), parameters.get().bytesPerSecond());
    if (limit.left() <= 0) {
      // an earlier turn has used up this window too
      awaitWindow(limit.waitNanos(System.nanoTime()));
      return;
    }
    int turns = stream.live().size();
    for (int i = 0; i < turns; i++) {
      if (left.get(i).bytes() > 0) {
        turn(stream, stream.live().get(i), Math.max(MIN_TURN_BYTES, limit.left() / (turns - i)));
      }
    }
  }

  private void turn(SaveStream stream, LiveSave save, long bytes) throws IOException {
    long position = out.position();
    long begin = System.nanoTime();
    if (stream.iterate(save, Budget.of(out, bytes, TURN_NANOS)) == IterateResult.CAUGHT_UP) {
      caughtUp.add(save);
    }
    out.flush();
    long sent = out.position() - position;
    limit.spend(sent);
    throughput.sent(sent, System.nanoTime() - begin);
    status.publish(stream, out);
  }

  /**
   * Whether every section was sent once, and what all of them have left fits the downtime limit at
   * the link's speed. Without the first condition a small machine would be sent with its guest
   * stopped, just because the limit allows it.
   */
  private boolean mayStop(SaveStream stream, List<Pending> left) throws IOException {
    status.requireNotCancelled();
    long bytes = 0;
    for (int i = 0; i < left.size(); i++) {
      bytes += left.get(i).bytes();
      if (left.get(i).bytes() == 0) {
        caughtUp.add(stream.live().get(i));
      }
    }
    MigrationParameters now = parameters.get();
    double speed = throughput.bytesPerSecond(now.bytesPerSecond());
    long expectedNanos = Math.round(bytes / speed * NANOS_PER_SECOND);
    status.expectDowntime(expectedNanos, throughput.measured());
    return caughtUp.size() == left.size() && expectedNanos <= now.downtimeLimit() * NANOS_PER_MILLI;
  }

  private static List<Pending> pending(SaveStream stream) throws IOException {
    List<Pending> left = new ArrayList<>();
    for (LiveSave save : stream.live()) {
      left.add(stream.pending(save));
    }
    return left;
  }

  private void finish(SaveStream stream) throws IOException {
    for (LiveSave save : stream.live()) {
      Pending pending = stream.pending(save);
      while (pending.beforeComplete()) {
        stream.iterate(save, Budget.unlimited());
        pending = stream.pending(save);
      }
    }
    stream.writer().command(new Command(Command.SWITCHOVER_START, new byte[0]));
    stream.complete();
  }

  private void awaitWindow(long nanos) throws IOException {
    try {
      cancelled.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("the migration thread was interrupted", interrupted);
    }
  }
}

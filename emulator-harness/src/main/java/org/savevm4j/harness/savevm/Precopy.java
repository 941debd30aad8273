// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.Pending;
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

  private final StateOutput out;
  private final Configuration configuration;
  private final List<OpenSection> sections;
  private final RunControl control;
  private final Supplier<MigrationParameters> parameters;
  private final Acknowledgement acknowledgement;
  private final boolean returnPath;
  private final boolean autoConverge;

  private final RateLimit limit = new RateLimit();
  private final AutoConverge converge = new AutoConverge();
  private final StopDecision decision;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final PrecopyStatus status;

  private boolean stopped;
  private boolean handedOver;
  private int throttled;
  private long downtimeNanos;

  /**
   * @param out the stream; stays open
   * @param configuration begins the stream; its capabilities are on for the sections
   * @param sections in the order of the stream
   * @param parameters read anew in each round
   * @param returnPath whether to ask the destination to open its return path, and whether it takes
   *     the stream at all
   * @param autoConverge whether a guest that changes more than the link carries is slowed
   */
  public Precopy(
      StateOutput out,
      Configuration configuration,
      List<OpenSection> sections,
      RunControl control,
      Supplier<MigrationParameters> parameters,
      Acknowledgement acknowledgement,
      boolean returnPath,
      boolean autoConverge,
      PrecopyListener listener) {
    this.out = out;
    this.configuration = configuration;
    this.sections = List.copyOf(sections);
    this.control = control;
    this.parameters = parameters;
    this.decision = new StopDecision(parameters);
    this.acknowledgement = acknowledgement;
    this.returnPath = returnPath;
    this.autoConverge = autoConverge;
    this.status = new PrecopyStatus(listener);
  }

  /**
   * Migrates, to whatever end; afterwards {@link #figures} says to which. The thread that calls it
   * waits for the migration thread, which is another one: a section may never come back.
   */
  public void run() {
    SectionCalls calls = SectionCalls.watched(() -> parameters.get().link().stallTimeout());
    SaveStream stream =
        new SaveStream(
            out, calls, sections, Set.copyOf(configuration.capabilities()), status.steps());
    Attempt attempt = new Attempt(stream);
    attempt.run(calls, this::migrate);
    Throwable failure = attempt.failure();
    throttle(0);
    if (failure == null) {
      status.completed(downtimeNanos);
    } else {
      failed(returnPath ? LostLink.reason(failure, acknowledgement) : failure);
    }
  }

  private void failed(Throwable failure) {
    boolean unsure = handedOver && acknowledgement.guestMayRunElsewhere();
    try {
      if (stopped && !unsure) {
        control.resumeAfterFailure();
      }
    } catch (RuntimeException | Error broken) {
      // the guest is broken, too; why the migration failed is to be told all the same
      failure.addSuppressed(broken);
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
    List<Pending> left = sendUntilFewAreLeft(stream);
    while (returnPath && !decision.destinationIsNear(left, out.position())) {
      confirm(stream);
      left = sendUntilFewAreLeft(stream);
    }
    // asking took time, in which the guest went on: what it changed meanwhile need not wait
    lastTurns(stream);
    status.enter(MigrationPhase.DEVICE);
    long stopOrder = System.nanoTime();
    stopped = true;
    status.steps().record("stop", control::stopForMigration);
    stream.guestStopped();
    status.steps().record("sections", stream::finish);
    status.nothingIsLeft();
    status.publish(stream, out);
    status.steps().record("devices", stream::devices);
    status.commit();
    handedOver = true;
    status.steps().record("end", stream::end);
    status.steps().record("acknowledgement", acknowledgement::await);
    downtimeNanos = System.nanoTime() - stopOrder;
    status.publish(stream, out);
  }

  private void setup(SaveStream stream) throws IOException {
    stream.begin(configuration);
    if (returnPath) {
      stream.command(new Command(Command.OPEN_RETURN_PATH, new byte[0]));
      ping(stream);
    }
    stream.setup();
    stream.flush();
    status.enter(MigrationPhase.ACTIVE);
    status.setupEnds(stream, out);
  }

  private void ping(SaveStream stream) throws IOException {
    stream.command(new Command(Command.PING, new byte[Integer.BYTES]));
    stream.flush();
    acknowledgement.awaitReady();
  }

  /**
   * Waits, guest running, until the destination has loaded all that was sent. Else the guest would
   * stand while it does: buffers on the way hold megabytes, of the first pass even.
   */
  private void confirm(SaveStream stream) throws IOException {
    long begin = System.nanoTime();
    ping(stream);
    decision.confirmed(out.position(), System.nanoTime() - begin);
  }

  private List<Pending> sendUntilFewAreLeft(SaveStream stream) throws IOException {
    List<Pending> left = stream.pending();
    for (; !mayStop(stream, left); left = stream.pending()) {
      round(stream, left);
    }
    return left;
  }

  private void round(SaveStream stream, List<Pending> left) throws IOException {
    limit.tick(System.nanoTime(), parameters.get().bytesPerSecond());
    if (limit.left() <= 0) {
      // an earlier turn has used up this window too
      limit.awaitWindow(cancelled);
      return;
    }
    int turns = stream.live().size();
    for (int i = 0; i < turns; i++) {
      if (left.get(i).bytes() > 0) {
        turn(
            stream,
            stream.live().get(i),
            left.get(i),
            Math.max(MIN_TURN_BYTES, limit.left() / (turns - i)));
      }
    }
  }

  /**
   * One more turn for each section, the one with the least to send last and nearest to the stop. It
   * is asked anew then: while the others had theirs, the guest went on.
   */
  private void lastTurns(SaveStream stream) throws IOException {
    limit.tick(System.nanoTime(), parameters.get().bytesPerSecond());
    List<LiveSave> live = stream.live();
    List<Pending> left = stream.pending();
    List<Integer> order =
        IntStream.range(0, live.size())
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> left.get(i).bytes()).reversed())
            .toList();
    for (int i : order) {
      Pending now = stream.pending(live.get(i));
      if (now.bytes() > 0) {
        turn(stream, live.get(i), now, Math.max(MIN_TURN_BYTES, limit.left() / live.size()));
      }
    }
  }

  private void turn(SaveStream stream, LiveSave save, Pending told, long bytes) throws IOException {
    long position = out.position();
    long begin = System.nanoTime();
    IterateResult result = stream.iterate(save, bytes, TURN_NANOS);
    stream.flush();
    long sent = out.position() - position;
    limit.spend(sent);
    save.requireTruth(told.bytes(), bytes, sent, parameters.get().link().stallTimeout());
    decision.turned(save, result, sent, System.nanoTime() - begin);
    status.publish(stream, out);
  }

  private boolean mayStop(SaveStream stream, List<Pending> left) throws IOException {
    status.requireNotCancelled();
    long bytes = StopDecision.bytes(left);
    slowDown(bytes);
    status.expectDowntime(
        stream.live(), left, decision.expectedNanos(bytes), decision.measuredSpeed());
    return decision.fewAreLeft(stream.live(), left);
  }

  private void slowDown(long left) {
    if (autoConverge) {
      throttle(converge.look(System.nanoTime(), left, out.position(), parameters.get().throttle()));
    }
  }

  private void throttle(int percent) {
    if (percent != throttled) {
      throttled = percent;
      control.throttle(percent);
      status.throttled(percent);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.savevm.Acknowledgement;
import org.savevm4j.harness.savevm.DestinationGaveUpException;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.Precopy;
import org.savevm4j.harness.savevm.PrecopyListener;
import org.savevm4j.harness.savevm.RunControl;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * What checksums cost: the same machine saved into nothing and loaded from memory, with and without
 * them in turn, so that no link hides it; and the table's digest alone. On the caller's thread.
 */
public final class ChecksumCost {

  private static final long MEMORY = 512L << 20;
  private static final long UPDATES_PER_SECOND = 20_000;
  private static final long SEED = 1;

  /** Until the guest has stored to most of its pages. */
  private static final long UPDATES_BEFORE = 60_000;

  /** Rounds before those that count: by then the JVM has compiled what runs often. */
  private static final int WARM_UP_ROUNDS = 5;

  private static final MigrationParameters UNLIMITED = new MigrationParameters(0, 300);

  private final LoadTarget target;
  private final byte[] with;
  private final byte[] without;

  private ChecksumCost(LoadTarget target) throws EmulatorException {
    this.target = target;
    this.with = stream(true);
    this.without = stream(false);
  }

  /**
   * Measures.
   *
   * @param rounds that count, 1 or more
   * @param work is told of each round
   * @throws EmulatorException if there is no guest to be had
   */
  public static CostResult run(int rounds, Work work)
      throws IOException, EmulatorException, InterruptedException {
    GuestOptions guest = new GuestOptions(Workload.MIX, UPDATES_PER_SECOND, SEED);
    CostResult result = new CostResult();
    RecordedStream recorded = RecordedStream.record(MEMORY, guest, UPDATES_BEFORE, false);
    try (LoadTarget target = new LoadTarget(MEMORY)) {
      target.loadAndCommit(recorded.input(), false);
      ChecksumCost cost = new ChecksumCost(target);
      work.total((long) rounds + WARM_UP_ROUNDS + DigestCost.rounds(rounds));
      work.begin("a machine saved and loaded");
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++, work.done(1)) {
        cost.round(round < 0 ? new CostResult() : result);
      }
    }
    DigestCost.run(rounds, result, work);
    return result;
  }

  private void round(CostResult result) throws IOException, EmulatorException {
    String size = " of " + (without.length >> 20) + " MiB";
    result.pair("load" + size, load(without, false), load(with, true));
    result.pair("save" + size, save(false, new Nothing()), save(true, new Nothing()));
  }

  private long load(byte[] stream, boolean checksums) throws IOException {
    long begin = System.nanoTime();
    target.load(
        new StateInput(Channels.newChannel(new ByteArrayInputStream(stream))),
        checksums,
        LoadTarget.Watch.NONE);
    return System.nanoTime() - begin;
  }

  private byte[] stream(boolean checksums) throws EmulatorException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    save(checksums, Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  private long save(boolean checksums, WritableByteChannel to) throws EmulatorException {
    Precopy precopy =
        new Precopy(
            new StateOutput(to),
            Configuration.of(
                LoadTarget.MACHINE_TYPE,
                checksums ? List.of(Configuration.SECTION_CHECKSUM) : List.of()),
            target.sections(),
            new Standing(),
            () -> UNLIMITED,
            new Unasked(),
            false,
            false,
            new Deaf());
    long begin = System.nanoTime();
    precopy.run();
    long nanos = System.nanoTime() - begin;
    if (precopy.figures().phase() != MigrationPhase.COMPLETED) {
      throw new EmulatorException("the machine was not saved: " + precopy.figures().error());
    }
    return nanos;
  }

  /** Takes all bytes. */
  private static final class Nothing implements WritableByteChannel {

    @Override
    public int write(ByteBuffer bytes) {
      int count = bytes.remaining();
      bytes.position(bytes.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // holds nothing open
    }
  }

  /** A machine whose guest stands anyway. */
  private static final class Standing implements RunControl {

    @Override
    public void stopForMigration() {}

    @Override
    public void throttle(int percent) {}

    @Override
    public void resumeAfterFailure() {}
  }

  /** Nobody is there to say anything. */
  private static final class Unasked implements Acknowledgement {

    @Override
    public void awaitReady() {}

    @Override
    public void await() {}

    @Override
    public @Nullable DestinationGaveUpException lastWord() {
      return null;
    }

    @Override
    public boolean guestMayRunElsewhere() {
      return false;
    }
  }

  private static final class Deaf implements PrecopyListener {

    @Override
    public void phase(MigrationPhase phase) {}

    @Override
    public void pass(long pass) {}
  }
}

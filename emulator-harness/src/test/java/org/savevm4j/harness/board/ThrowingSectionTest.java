// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.savevm.Acknowledgement;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.Precopy;
import org.savevm4j.harness.savevm.PrecopyListener;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Pending;
import org.savevm4j.state.VersionRange;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/** A live section of a plugin throws something that no contract allows. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ThrowingSectionTest {

  /** What throws. */
  enum Call {
    NEW_SAVER,
    SETUP,
    PENDING,
    ITERATE,
    COMPLETE
  }

  @ParameterizedTest
  @EnumSource
  void failsTheMigrationByItsNameAndTheGuestRunsOn(Call throwing) throws Exception {
    try (Board board = new Board(StubOptions.booting())) {
      board.boot();
      RunSwitch runSwitch =
          new RunSwitch(
              board.machine(), board.devices().globalState(), RunStatus.PRELAUNCH, news -> {});
      runSwitch.start();
      List<MigrationPhase> phases = new ArrayList<>();
      Bad bad = new Bad(throwing);
      Precopy precopy = precopy(board, runSwitch, bad, phases);
      precopy.run();

      assertEquals(MigrationPhase.FAILED, precopy.figures().phase());
      String error = String.valueOf(precopy.figures().error());
      assertTrue(
          error.matches(
              "while sending acme/bad at offset [0-9]+: java.lang.AssertionError: " + throwing),
          error);
      assertEquals(throwing == Call.COMPLETE, phases.contains(MigrationPhase.DEVICE));
      assertEquals(throwing == Call.NEW_SAVER ? 0 : 1, bad.cleanups);
      assertEquals(RunStatus.RUNNING, runSwitch.status());
      assertTrue(board.machine().isRunning());
      runSwitch.stop();
      assertEquals(0, board.checkGuest().mismatches());
    }
  }

  private static Precopy precopy(
      Board board, RunSwitch runSwitch, Bad bad, List<MigrationPhase> phases) throws Exception {
    List<OpenSection> sections = new ArrayList<>(board.sections());
    sections.add(new OpenSection("acme/bad", 0, bad));
    WritableByteChannel nowhere = Channels.newChannel(OutputStream.nullOutputStream());
    return new Precopy(
        new StateOutput(nowhere),
        Configuration.of("pseries-10.0"),
        sections,
        runSwitch,
        () -> MigrationParameters.DEFAULT,
        mock(Acknowledgement.class),
        false,
        false,
        new PrecopyListener() {
          @Override
          public void phase(MigrationPhase phase) {
            phases.add(phase);
          }

          @Override
          public void pass(long pass) {}
        });
  }

  /** A section that keeps one byte and its word not to throw, but for one call. */
  private static final class Bad implements LiveSection, LiveSaver {

    private final Call throwing;
    private boolean sent;
    private int cleanups;

    Bad(Call throwing) {
      this.throwing = throwing;
    }

    private void at(Call call) {
      if (call == throwing) {
        throw new AssertionError(call);
      }
    }

    @Override
    public VersionRange versions() {
      return VersionRange.of(1);
    }

    @Override
    public Set<String> capabilities() {
      return Set.of();
    }

    @Override
    public LiveSaver newSaver(Set<String> enabled) {
      at(Call.NEW_SAVER);
      return this;
    }

    @Override
    public LiveLoader newLoader(long version) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long version() {
      return 1;
    }

    @Override
    public void setup(StateOutput out) {
      at(Call.SETUP);
    }

    @Override
    public Pending pending() {
      at(Call.PENDING);
      return Pending.of(sent ? 0 : 1);
    }

    @Override
    public IterateResult iterate(StateOutput out, Budget budget) throws IOException {
      at(Call.ITERATE);
      out.put8(0);
      sent = true;
      return IterateResult.CAUGHT_UP;
    }

    @Override
    public void complete(StateOutput out) {
      at(Call.COMPLETE);
    }

    @Override
    public List<Metric> metrics() {
      return List.of();
    }

    @Override
    public void cleanup() {
      cleanups++;
      throw new AssertionError("cleanup, too");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.savevm4j.backend.ChannelBackend;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.harness.board.FaultPoint.Kind;
import org.savevm4j.harness.savevm.LoadFaultException;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.Precopy;
import org.savevm4j.harness.savevm.RunControl;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.savevm.Services;
import org.savevm4j.hpt.HashPageTable;

/**
 * Lets each operation of a channel in turn go wrong, until a run ends without meeting it: of the
 * stream and of the HTAB channel, saved and loaded.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class FaultInjectionTest {

  private static final String HTAB = "spapr/htab";
  private static final int MOST_OPERATIONS = 2000;

  private static final Pattern SAVE_FAULT =
      Pattern.compile(
          "while sending ([a-z/_]+( \\(instance \\d+\\))? )?at offset \\d+: .*injected.*");

  private static final Pattern LOAD_FAULT =
      Pattern.compile(
          "while loading (section [a-z/_]+[^:]* )?at offset \\d+: (offset \\d+: )?injected.*");

  private static final byte[] NOTHING = {};

  private StoppedMachine source;
  private StoppedMachine destination;

  /** The stream that makes a destination again what it was at first. */
  private byte[] fresh;

  private long changes;

  @AfterEach
  void close() {
    source.close();
    destination.close();
  }

  static Stream<Arguments> streams() {
    return Stream.of(HtabAccess.values())
        .flatMap(access -> Stream.of(Kind.values()).map(kind -> Arguments.of(access, kind)));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void saveSurvivesEachOperationOfItsStream(HtabAccess access, Kind kind) throws Exception {
    machines(access);
    sweep(
        kind,
        point -> save(kind, point, new FaultyChannel(point, NOTHING), source.board.sections()));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void loadSurvivesEachOperationOfItsStream(HtabAccess access, Kind kind) throws Exception {
    machines(access);
    byte[] stream = source.save();
    sweep(
        kind,
        point -> load(kind, point, new FaultyChannel(point, stream), destination.board.sections()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IS_SHORT")
  void saveSurvivesEachOperationOfTheHtabChannel(Kind kind) throws Exception {
    machines(HtabAccess.FD);
    sweep(
        kind,
        point -> {
          FaultyHtab htab = new FaultyHtab(BoardChannels.on(source.board.machine()), point);
          save(kind, point, new FaultyChannel(sound(), NOTHING), over(htab, source.board));
          assertEquals(Set.of(), htab.open());
        });
  }

  @ParameterizedTest
  @EnumSource
  void loadSurvivesEachOperationOfTheHtabChannel(Kind kind) throws Exception {
    machines(HtabAccess.FD);
    byte[] stream = source.save();
    sweep(
        kind,
        point -> {
          FaultyHtab htab = new FaultyHtab(BoardChannels.on(destination.board.machine()), point);
          load(kind, point, new FaultyChannel(sound(), stream), over(htab, destination.board));
          assertEquals(Set.of(), htab.open());
        });
  }

  private void machines(HtabAccess access) {
    source = new StoppedMachine(access).fill();
    destination = new StoppedMachine(access);
    for (long slot = 1000; slot < 10_000; slot++) {
      store(slot, slot);
    }
    fresh = destination.save();
  }

  private void store(long slot, long page) {
    HashPageTable table = source.table();
    table.lock(slot);
    table.store(slot, 0x4000_0000_0000_0011L + (page << 12), 0x1196 + (page << 16));
  }

  /**
   * Runs with the fault at operation 1, 2, 3, and so on, and holds no more after it than before.
   */
  private static void sweep(Kind kind, Run run) throws Exception {
    run.with(sound());
    Resources before = Resources.now();
    FaultPoint point;
    int at = 0;
    do {
      at++;
      point = new FaultPoint(kind, at);
      run.with(point);
      assertTrue(at < MOST_OPERATIONS, "it does not end");
    } while (point.reached());
    assertTrue(at > 4, "only " + at + " operations");
    Resources.now().requireNoMoreThan(before);
  }

  private static FaultPoint sound() {
    return new FaultPoint(Kind.FAILS, Integer.MAX_VALUE);
  }

  private void save(Kind kind, FaultPoint point, FaultyChannel channel, List<OpenSection> sections)
      throws Exception {
    final long before = source.digest();
    Turns turns = new Turns();
    Precopy precopy = source.saver(channel, sections, turns);
    Thread ender = point.whenItWaits(precopy::cancel);
    precopy.run();
    point.over();
    ender.join();

    assertEquals(before, source.digest());
    String error = precopy.figures().error();
    if (!point.reached() || kind == Kind.IS_SHORT) {
      assertEquals(MigrationPhase.COMPLETED, precopy.figures().phase(), error);
      assertEquals(1, turns.stops - turns.resumes, "the guest has gone");
      requireArrival(channel.written());
      return;
    }
    assertEquals(turns.stops, turns.resumes, "the guest goes on here");
    if (precopy.figures().phase() != MigrationPhase.CANCELLED) {
      assertEquals(MigrationPhase.FAILED, precopy.figures().phase());
      assertTrue(error != null && SAVE_FAULT.matcher(error).matches(), error);
    } else {
      assertEquals(Kind.STALLS, kind);
    }
    store(1 + changes % 500, 0x1000 + changes++);
    requireArrival(source.save());
  }

  private void requireArrival(byte[] stream) throws IOException {
    destination.load(stream);
    assertEquals(source.digest(), destination.digest());
  }

  private void load(Kind kind, FaultPoint point, FaultyChannel channel, List<OpenSection> sections)
      throws Exception {
    long before = MachineDigest.of(destination.board);
    assertNotEquals(source.digest(), destination.digest());
    Thread ender = point.whenItWaits(() -> {});
    try {
      destination.load(channel, sections);
      assertTrue(!point.reached() || kind == Kind.IS_SHORT, "it succeeds all the same");
      assertEquals(source.digest(), destination.digest());
      destination.load(fresh);
    } catch (LoadFaultException refused) {
      assertTrue(point.reached() && kind != Kind.IS_SHORT, refused::getMessage);
      String line = String.valueOf(refused.getMessage());
      assertTrue(LOAD_FAULT.matcher(line).matches(), line);
      assertEquals(before, MachineDigest.of(destination.board), line);
    } finally {
      point.over();
      ender.join();
    }
  }

  /** The sections of a board, with the table behind other channels. */
  private static List<OpenSection> over(FaultyHtab host, Board board) {
    Services services = new Services(Map.of(HtabBackend.class, new ChannelBackend(host)));
    OpenSection htab = OpenSection.of(SectionRegistry.read().provider(HTAB), services);
    return board.sections().stream()
        .map(section -> section.name().equals(HTAB) ? htab : section)
        .toList();
  }

  /** A save or a load, in which a fault may be met. */
  @FunctionalInterface
  private interface Run {
    void with(FaultPoint point) throws Exception;
  }

  /** How often the guest was stopped, and let go on. */
  private static final class Turns implements RunControl {

    private int stops;
    private int resumes;

    @Override
    public void stopForMigration() {
      stops++;
    }

    @Override
    public void throttle(int percent) {}

    @Override
    public void resumeAfterFailure() {
      resumes++;
    }
  }
}

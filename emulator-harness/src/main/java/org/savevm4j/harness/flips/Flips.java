// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.stream.StateInput;

/** Flips bits of a stream with checksums and of one without; on the caller's thread. */
public final class Flips {

  private static final long MEMORY = 64L << 20;
  private static final long UPDATES_PER_SECOND = 20_000;
  private static final long UPDATES_BEFORE = 2000;

  private final RecordedStream stream;
  private final LoadTarget target;
  private final Map<String, List<Place>> byKind;

  private Flips(RecordedStream stream, LoadTarget target) {
    this.stream = stream;
    this.target = target;
    this.byKind =
        stream.places().stream()
            .collect(Collectors.groupingBy(Place::kind, TreeMap::new, Collectors.toList()));
  }

  /**
   * Flips.
   *
   * @param flips how many bits of each of the two streams, one at a time; 1 or more
   * @param seed of the guest, and of which bits they are
   * @param work is told of each flip
   */
  public static FlipResult run(int flips, long seed, Work work)
      throws IOException, EmulatorException, InterruptedException {
    GuestOptions guest =
        new GuestOptions(
            Workload.MIX, UPDATES_PER_SECOND, seed, GuestOptions.LEAST_WORKING_SET_PAGES);
    RecordedStream with = RecordedStream.record(MEMORY, guest, UPDATES_BEFORE, true);
    RecordedStream without = RecordedStream.record(MEMORY, guest, UPDATES_BEFORE, false);
    work.total(2L * flips);
    try (LoadTarget target = new LoadTarget(MEMORY)) {
      return new FlipResult(
          seed,
          with.bytes().length,
          new Flips(with, target).flip(flips, seed, "with checksums", work),
          new Flips(without, target).flip(flips, seed, "without", work));
    }
  }

  private List<FlipRecord> flip(int flips, long seed, String name, Work work) {
    work.begin(name);
    Random random = new Random(seed);
    List<FlipRecord> records = new ArrayList<>();
    for (int i = 0; i < flips; i++) {
      Place place = i % 2 == 0 ? ofKind(i / 2, random) : anywhere(random);
      int at = place.from() + random.nextInt(place.bytes());
      records.add(flip(place, at, random.nextInt(Byte.SIZE)));
      work.done(1);
    }
    return records;
  }

  private Place ofKind(int turn, Random random) {
    List<List<Place>> kinds = new ArrayList<>(byKind.values());
    List<Place> places = kinds.get(turn % kinds.size());
    return places.get(random.nextInt(places.size()));
  }

  /** The place of a byte, each byte being as likely as any other. */
  private Place anywhere(Random random) {
    int at = random.nextInt(stream.bytes().length);
    return stream.places().stream()
        .filter(place -> at >= place.from() && at < place.to())
        .findFirst()
        .orElseThrow();
  }

  private FlipRecord flip(Place place, int at, int bit) {
    try {
      target.load(
          new StateInput(new FlippedBytes(stream.bytes(), at, bit)),
          stream.checksums(),
          LoadTarget.Watch.NONE);
      return new FlipRecord(place.kind(), at, bit, FoundBy.NOTHING, null, null);
    } catch (IOException fault) {
      return new FlipRecord(
          place.kind(),
          at,
          bit,
          FoundBy.of(fault),
          fault instanceof LoadException load ? named(load) : null,
          fault.getMessage());
    }
  }

  /** What a load named, unless the flip made that name. */
  private @Nullable String named(LoadException load) {
    String section = load.section();
    return section == null
            || target.sections().stream().anyMatch(open -> open.label().equals(section))
        ? section
        : "one that is none";
  }
}

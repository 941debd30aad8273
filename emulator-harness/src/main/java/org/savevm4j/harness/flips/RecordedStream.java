// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.stream.StateInput;

/**
 * A stream of a guest that ran while it was sent, in memory, and its places in their order.
 *
 * @param checksums whether it has them
 */
record RecordedStream(byte[] bytes, boolean checksums, List<Place> places) {

  private static final int FOOTER_BYTES = 5;
  private static final int CHECKSUM_BYTES = 4;
  private static final long LOOK_MILLIS = 1;
  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(60);

  RecordedStream {
    places = List.copyOf(places);
  }

  /**
   * Boots a guest and records its migration.
   *
   * @param updates of its table that the guest makes before
   */
  static RecordedStream record(
      long memoryBytes, GuestOptions guest, long updates, boolean checksums)
      throws IOException, EmulatorException, InterruptedException {
    Path file = Files.createTempFile("pseries-flips", ".qevm");
    try (Emulator source =
            Emulator.open(new EmulatorOptions(memoryBytes, 1, null, null, false, guest));
        LoadTarget target = new LoadTarget(memoryBytes)) {
      source.capability(Configuration.SECTION_CHECKSUM, checksums);
      source.start();
      awaitUpdates(source, updates);
      source.migrate("file:" + file);
      awaitEnd(source);
      byte[] bytes = Files.readAllBytes(file);
      return new RecordedStream(bytes, checksums, places(bytes, checksums, target));
    } finally {
      Files.delete(file);
    }
  }

  /** An input of the stream as it is. */
  StateInput input() {
    return new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  private static void awaitUpdates(Emulator source, long updates)
      throws EmulatorException, InterruptedException {
    long begin = System.nanoTime();
    while (source.guestStatus().updates() < updates) {
      if (System.nanoTime() - begin > DEADLINE) {
        throw new EmulatorException("the guest does nothing: " + source.guestStatus());
      }
      // as below; each look stops the guest
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static void awaitEnd(Emulator source) throws EmulatorException, InterruptedException {
    long begin = System.nanoTime();
    while (source.queryMigrate().underWay()) {
      if (System.nanoTime() - begin > DEADLINE) {
        throw new EmulatorException("the stream is not written: " + source.queryMigrate());
      }
      // the loop asks for the status itself; this only keeps the core for the guest
      Thread.sleep(LOOK_MILLIS);
    }
    if (!source.queryMigrate().status().equals("completed")) {
      throw new EmulatorException("the stream was not written: " + source.queryMigrate());
    }
  }

  private static List<Place> places(byte[] bytes, boolean checksums, LoadTarget target)
      throws IOException {
    StateInput in = new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes)));
    Marker marker = new Marker(in, checksums);
    target.load(in, checksums, marker);
    marker.item(Place.END, bytes.length);
    return marker.places;
  }

  /** Notes the places while the stream is loaded. */
  private static final class Marker implements LoadTarget.Watch {

    private final StateInput in;
    private final int sum;
    private final List<Place> places = new ArrayList<>();
    private int last;

    Marker(StateInput in, boolean checksums) {
      this.in = in;
      this.sum = checksums ? CHECKSUM_BYTES : 0;
    }

    @Override
    public void configuration() {
      item(Place.CONFIGURATION, (int) in.position());
    }

    @Override
    public void section(String name, boolean device, long payloadBytes) {
      int end = (int) in.position();
      int footer = end - sum - FOOTER_BYTES;
      add(Place.HEADER, (int) (footer - payloadBytes));
      add("payload of " + (device ? "a device" : name), footer);
      add(Place.FOOTER, end - sum);
      add(Place.CHECKSUM, end);
    }

    @Override
    public void command() {
      item(Place.COMMAND, (int) in.position());
    }

    void item(String kind, int end) {
      add(kind, end - sum);
      add(Place.CHECKSUM, end);
    }

    private void add(String kind, int to) {
      if (to > last) {
        places.add(new Place(kind, last, to));
        last = to;
      }
    }
  }
}

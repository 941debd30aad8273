// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

/**
 * Migrations of a small guest between two emulators in this process, before one that counts. Most
 * of what a switchover does is done once in a process, and code that the JVM meets for the first
 * time costs it tens of ms: it reads and links classes, and makes the code that calls C and
 * lambdas. With a rehearsal that is over before the guest stands still.
 *
 * <p>It has machines, threads and a socket of its own, in a folder that only the owner can open,
 * and leaves nothing behind but what the JVM learned. A failure is told in the log and does no
 * harm.
 */
public final class Rehearsal {

  private static final System.Logger LOG = System.getLogger(Rehearsal.class.getName());

  private static final long MEMORY = 64L << 20;
  private static final long UPDATES_PER_SECOND = 20_000;
  private static final long SEED = 1;
  private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

  /** How long one migration may take before it is given up. */
  private static final long LIMIT_SECONDS = 10;

  private final HtabAccess htabBackend;

  private Rehearsal(HtabAccess htabBackend) {
    this.htabBackend = htabBackend;
  }

  /**
   * Rehearses on a thread of its own.
   *
   * @param htabBackend how the emulator that is to be quick gets at its table
   * @return the thread; it ends with the rehearsal, and does not keep the process alive
   */
  public static Thread start(HtabAccess htabBackend) {
    return Thread.ofPlatform()
        .name("rehearsal")
        .daemon()
        .start(new Rehearsal(htabBackend)::runOrTell);
  }

  private void runOrTell() {
    try {
      run();
    } catch (IOException
        | EmulatorException
        | RuntimeException
        | OutOfMemoryError
        | ExceptionInInitializerError failed) {
      // the last is thrown where a class wants a hook while the process ends already
      LOG.log(
          System.Logger.Level.DEBUG, "no rehearsal: migrations will stop guests longer", failed);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** One migration with all off that changes what sections write, and one with all on. */
  void run() throws IOException, EmulatorException, InterruptedException {
    Path folder = Files.createTempDirectory("pseries-rehearsal");
    try {
      folder.toFile().deleteOnExit();
      migrate("unix:" + folder.resolve("plain"), false);
      migrate("unix:" + folder.resolve("packed"), true);
    } finally {
      Files.delete(folder);
    }
  }

  private void migrate(String uri, boolean all)
      throws IOException, EmulatorException, InterruptedException {
    CountDownLatch ends = new CountDownLatch(2);
    try (Emulator destination = Emulator.open(options(uri));
        Emulator source = Emulator.open(options(null))) {
      for (Emulator emulator : List.of(destination, source)) {
        emulator.capabilities(capabilities(emulator, all));
        emulator.addListener(new EndWatch(ends));
      }
      source.start();
      source.migrate(uri);
      if (!ends.await(LIMIT_SECONDS, TimeUnit.SECONDS)
          || !source.queryMigrate().status().equals("completed")) {
        throw new EmulatorException("the rehearsal did not end: " + source.queryMigrate());
      }
    }
  }

  private static Map<String, Boolean> capabilities(Emulator emulator, boolean all) {
    Map<String, Boolean> wanted = new TreeMap<>(emulator.capabilities());
    wanted.replaceAll((name, _) -> all || name.equals(Capabilities.RETURN_PATH));
    return wanted;
  }

  private EmulatorOptions options(@Nullable String incoming) {
    GuestOptions guest =
        new GuestOptions(
            Workload.MIX, UPDATES_PER_SECOND, SEED, GuestOptions.LEAST_WORKING_SET_PAGES);
    return new EmulatorOptions(MEMORY, 1, null, incoming, false, guest)
        .withHtabBackend(htabBackend);
  }

  /** Counts an emulator whose migration has ended. */
  private record EndWatch(CountDownLatch ends) implements EmulatorListener {

    @Override
    public void stopped() {
      // part of what is rehearsed
    }

    @Override
    public void resumed() {
      // part of what is rehearsed
    }

    @Override
    public void migration(String status) {
      if (ENDED.contains(status)) {
        ends.countDown();
      }
    }

    @Override
    public void pass(long pass) {
      // the guest does not count
    }
  }
}

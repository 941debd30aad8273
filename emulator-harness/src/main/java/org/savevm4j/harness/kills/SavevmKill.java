// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.demo.DemoOptions;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A machine that is killed while it saves a snapshot, again and again over one folder. After each
 * kill another emulator opens the folder, must find the snapshots that there were before or those
 * that there were to be, and loads one of them.
 */
final class SavevmKill implements AutoCloseable {

  private static final int TAGS = 4;

  /** A kill comes within this many times what a save took: some come after it. */
  private static final double MOST_SAVES = 1.3;

  private static final Duration JOB_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);
  private static final String UNTOUCHED = "the old set";
  private static final String COMMITTED = "the new set";

  private final Path folder;
  private final DemoOptions options;
  private final List<String> arguments;
  private int started;
  private @Nullable Victim machine;

  /** Digest by tag, of what there was at the last look. */
  private Map<String, String> kept = Map.of();

  /** What the first save took, in ns, by an emulator that was just started, as all are. */
  private long saveNanos;

  SavevmKill(Path folder, DemoOptions options) {
    this.folder = folder;
    this.options = options;
    this.arguments = List.of("--snapshots=" + folder.resolve("snapshots"));
  }

  KillRecord run(int number, RandomGenerator random)
      throws IOException, QmpException, DemoException, InterruptedException {
    Victim before = machine();
    if (kept.isEmpty()) {
      saveFirst(before, number);
    }
    String tag = "tag" + random.nextInt(TAGS);
    order(before.monitor(), "snapshot-save", number, tag);
    LockSupport.parkNanos(random.nextLong((long) (saveNanos * MOST_SAVES)));
    before.close();
    machine = null;

    Victim after = machine();
    Map<String, String> found = snapshots(after.monitor());
    String set = compare(found, tag);
    boolean allowed = set.equals(UNTOUCHED) || set.equals(COMMITTED);
    String told = allowed ? "" : "before " + kept + ", then " + tag + ", after " + found;
    kept = found;
    Victim.GuestFindings findings = loadOne(after, found, number, random);
    return new KillRecord(
        number,
        KillKind.SAVEVM_KILLED,
        false,
        "savevm",
        set,
        "none",
        allowed,
        findings.checked(),
        findings.mismatches(),
        told);
  }

  /** One that nobody kills, so that there is something to lose. */
  private void saveFirst(Victim machine, int number)
      throws IOException, QmpException, DemoException, InterruptedException {
    machine.monitor();
    long begin = System.nanoTime();
    order(machine.monitor(), "snapshot-save", -number, "tag0");
    awaitJob(machine);
    saveNanos = System.nanoTime() - begin;
    kept = snapshots(machine.monitor());
  }

  private Victim machine() throws IOException, DemoException {
    Victim running = machine;
    if (running == null) {
      running = Victim.start("s" + ++started, folder, options, arguments);
      machine = running;
    }
    return running;
  }

  /** The old snapshots must all be there, as they were, but for the one that is replaced. */
  private String compare(Map<String, String> found, String tag) {
    if (found.equals(kept)) {
      return UNTOUCHED;
    }
    Map<String, String> old = new TreeMap<>(kept);
    Map<String, String> rest = new TreeMap<>(found);
    old.remove(tag);
    boolean there = rest.remove(tag) != null;
    return there && rest.equals(old) ? COMMITTED : "snapshots lost or changed";
  }

  /** Any of them must load, digest and all, and its guest be whole. */
  private static Victim.GuestFindings loadOne(
      Victim machine, Map<String, String> found, int number, RandomGenerator random)
      throws IOException, QmpException, DemoException, InterruptedException {
    if (!found.isEmpty()) {
      List<String> tags = new ArrayList<>(found.keySet());
      String tag = tags.get(random.nextInt(tags.size()));
      order(machine.monitor(), "snapshot-load", number, tag);
      awaitJob(machine);
    }
    return machine.check();
  }

  private static void order(QmpClient monitor, String command, int number, String tag)
      throws IOException, QmpException, InterruptedException {
    ObjectNode job = JsonNodeFactory.instance.objectNode();
    monitor.execute(command, job.put("job-id", command + number).put("tag", tag));
  }

  private static void awaitJob(Victim machine)
      throws IOException, QmpException, DemoException, InterruptedException {
    long deadline = System.nanoTime() + JOB_LIMIT.toNanos();
    JsonNode job = machine.monitor().execute("query-jobs").path(0);
    while (!job.path("status").asString("").equals("concluded")) {
      if (System.nanoTime() > deadline) {
        throw new DemoException("a job with a snapshot fails: " + job);
      }
      machine.process().letRun(LOOK_EVERY);
      job = machine.monitor().execute("query-jobs").path(0);
    }
    if (job.has("error")) {
      throw new DemoException("a job with a snapshot fails: " + job.path("error").asString());
    }
  }

  private static Map<String, String> snapshots(QmpClient monitor)
      throws IOException, QmpException, InterruptedException {
    Map<String, String> snapshots = new TreeMap<>();
    for (JsonNode each : monitor.execute("x-query-snapshots")) {
      snapshots.put(each.path("name").asString(), each.path("x-sha256").asString());
    }
    return snapshots;
  }

  @Override
  public void close() throws IOException {
    if (machine != null) {
      machine.close();
    }
  }
}

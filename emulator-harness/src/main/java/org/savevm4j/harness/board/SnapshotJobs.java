// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.List;
import java.util.function.Consumer;

/** The orders about snapshots that go on by themselves, as jobs. Any thread. */
public final class SnapshotJobs {

  private final Snapshots snapshots;
  private final Jobs jobs;

  SnapshotJobs(Snapshots snapshots, Consumer<Consumer<EmulatorListener>> tell) {
    this.snapshots = snapshots;
    this.jobs = new Jobs(tell);
  }

  /**
   * Begins a job that saves a snapshot; it fails if there is one of that tag.
   *
   * @throws EmulatorException if the job cannot begin
   */
  public void save(String id, String tag) throws EmulatorException {
    start(id, "snapshot-save", () -> snapshots.save(tag, false));
  }

  /**
   * Begins a job that makes the machine what it was at a snapshot.
   *
   * @throws EmulatorException if the job cannot begin
   */
  public void load(String id, String tag) throws EmulatorException {
    start(id, "snapshot-load", () -> snapshots.load(tag));
  }

  /**
   * Begins a job that takes a snapshot away; as in QEMU, there need not be one.
   *
   * @throws EmulatorException if the job cannot begin
   */
  public void delete(String id, String tag) throws EmulatorException {
    start(id, "snapshot-delete", () -> snapshots.delete(tag));
  }

  /** All that were not dismissed, the newest first. */
  public List<JobInfo> query() {
    return jobs.query();
  }

  /**
   * Forgets a job that has ended.
   *
   * @throws EmulatorException if there is none of that id, or it goes on
   */
  public void dismiss(String id) throws EmulatorException {
    jobs.dismiss(id);
  }

  private void start(String id, String type, JobWork work) throws EmulatorException {
    // one that can never succeed need not begin
    snapshots.list();
    jobs.start(id, type, work);
  }
}

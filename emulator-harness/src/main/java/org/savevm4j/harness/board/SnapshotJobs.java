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
    start(id, "snapshot-save", cancellation -> snapshots.save(tag, false, cancellation));
  }

  /**
   * Begins a job that makes the machine what it was at a snapshot.
   *
   * @throws EmulatorException if the job cannot begin
   */
  public void load(String id, String tag) throws EmulatorException {
    start(id, "snapshot-load", cancellation -> snapshots.load(tag, cancellation));
  }

  /**
   * Begins a job that takes a snapshot away; as in QEMU, there need not be one.
   *
   * @throws EmulatorException if the job cannot begin
   */
  public void delete(String id, String tag) throws EmulatorException {
    start(id, "snapshot-delete", _ -> snapshots.delete(tag));
  }

  /** All that were not dismissed, the newest first. */
  public List<JobInfo> query() {
    return jobs.query();
  }

  /**
   * Has a job end as one that failed. A save ends at once, the snapshots as they were; a load that
   * has begun, and a deletion, are done all the same.
   *
   * @throws EmulatorException if there is none of that id, or it has ended
   */
  public void cancel(String id) throws EmulatorException {
    jobs.cancel(id);
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

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Orders that go on by themselves, under ids that whoever gave them chose. A job stays, for its
 * result to be asked for, until it is dismissed. Any thread; each job has one of its own.
 */
final class Jobs {

  private static final Pattern ID = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]*");

  private final Consumer<Consumer<EmulatorListener>> tell;

  /** The newest first. */
  private final Deque<Job> jobs = new ArrayDeque<>();

  Jobs(Consumer<Consumer<EmulatorListener>> tell) {
    this.tell = tell;
  }

  /**
   * Begins a job; what becomes of it shows in {@link #query}, and listeners hear of it.
   *
   * @param type what it does, in QEMU's words
   * @throws EmulatorException if the id is none, or a job has it
   */
  void start(String id, String type, JobWork work) throws EmulatorException {
    if (!ID.matcher(id).matches()) {
      throw new EmulatorException(
          "'" + id + "' is no job id: a letter, then letters, digits, '-', '.' and '_'");
    }
    Job job = new Job(id, type);
    synchronized (this) {
      if (jobs.stream().anyMatch(each -> each.id().equals(id))) {
        throw new EmulatorException("there is a job '" + id + "' already; dismiss it first");
      }
      jobs.addFirst(job);
    }
    enter(job, JobStatus.CREATED);
    Thread.ofPlatform().daemon().name("job-" + id).start(() -> run(job, work));
  }

  /** All that were not dismissed, the newest first. */
  synchronized List<JobInfo> query() {
    return jobs.stream().map(Job::info).toList();
  }

  /**
   * Has a job end as soon as it can, as one that failed; one that is nearly done may still be done.
   *
   * @throws EmulatorException if there is none of that id, or it has ended
   */
  void cancel(String id) throws EmulatorException {
    Job job;
    synchronized (this) {
      job = find(id);
    }
    JobStatus status = job.status();
    if (status == JobStatus.ABORTING || status == JobStatus.CONCLUDED) {
      throw new EmulatorException(
          "job '%s' is %s: only one that goes on can be cancelled"
              .formatted(id, status.qemuName()));
    }
    job.cancellation().cancel();
  }

  /**
   * Forgets a job.
   *
   * @throws EmulatorException if there is none of that id, or it goes on
   */
  void dismiss(String id) throws EmulatorException {
    Job job;
    synchronized (this) {
      job = find(id);
      if (job.status() != JobStatus.CONCLUDED) {
        throw new EmulatorException(
            "job '%s' is %s: only one that is concluded can be dismissed"
                .formatted(id, job.status().qemuName()));
      }
      jobs.remove(job);
    }
    enter(job, JobStatus.NULL);
  }

  private Job find(String id) throws EmulatorException {
    return jobs.stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new EmulatorException("there is no job '" + id + "'"));
  }

  private void run(Job job, JobWork work) {
    enter(job, JobStatus.RUNNING);
    try {
      work.run(job.cancellation());
      enter(job, JobStatus.WAITING);
      enter(job, JobStatus.PENDING);
    } catch (EmulatorException | RuntimeException | Error failed) {
      // a thread that ended without a word would leave the job running for ever
      job.failed(
          failed instanceof EmulatorException ? String.valueOf(failed.getMessage()) : "" + failed);
      enter(job, JobStatus.ABORTING);
    }
    enter(job, JobStatus.CONCLUDED);
  }

  private void enter(Job job, JobStatus status) {
    // with the job's lock held: nobody is to see a status and change it before it was told
    synchronized (job) {
      job.status(status);
      tell.accept(listener -> listener.job(job.id(), status.qemuName()));
    }
  }
}

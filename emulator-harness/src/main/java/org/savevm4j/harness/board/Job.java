// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.jspecify.annotations.Nullable;

/** One job, from its order until it is dismissed. Any thread. */
final class Job {

  private final String id;
  private final String type;
  private final Cancellation cancellation = new Cancellation();
  private JobStatus status = JobStatus.CREATED;
  private @Nullable String error;

  Job(String id, String type) {
    this.id = id;
    this.type = type;
  }

  String id() {
    return id;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  synchronized JobStatus status() {
    return status;
  }

  synchronized void status(JobStatus next) {
    status = next;
  }

  synchronized void failed(String reason) {
    error = reason;
  }

  synchronized JobInfo info() {
    return new JobInfo(
        id, type, status.qemuName(), status == JobStatus.CONCLUDED ? 1 : 0, 1, error);
  }
}

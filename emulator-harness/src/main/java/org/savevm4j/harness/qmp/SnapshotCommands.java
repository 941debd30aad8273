// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.JobInfo;
import org.savevm4j.harness.board.JobStatus;
import org.savevm4j.harness.board.SnapshotJobs;
import org.savevm4j.harness.qmp.QmpType.ListOf;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.qmp.QmpType.Word;
import org.savevm4j.harness.snapshot.Snapshot;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The commands about snapshots and their jobs. {@code vmstate} and {@code devices} name block
 * devices, of which this machine has none: they may be left out, must be of QEMU's kinds if they
 * are there, and make no difference. {@code x-query-snapshots} is ours, in the shape in which QEMU
 * lists those of an image.
 */
final class SnapshotCommands {

  /** Of a job, in its events too. */
  static final QmpType JOB_STATUS =
      new Word(Arrays.stream(JobStatus.values()).map(JobStatus::qemuName).toList());

  private static final String JOB_ID = "job-id";
  private static final String TAG = "tag";
  private static final String ID = "id";
  private static final String SAVE = "snapshot-save";
  private static final String LOAD = "snapshot-load";
  private static final String DELETE = "snapshot-delete";

  private static final QmpObject JOB =
      QmpObject.of(
          QmpMember.required("current-progress", Plain.INTEGER),
          QmpMember.required("status", JOB_STATUS),
          QmpMember.required("total-progress", Plain.INTEGER),
          QmpMember.required("type", Word.of(SAVE, LOAD, DELETE)),
          QmpMember.required(ID, Plain.STRING),
          QmpMember.optional("error", Plain.STRING));

  private static final QmpObject SNAPSHOT =
      QmpObject.of(
          QmpMember.required(ID, Plain.STRING),
          QmpMember.required("name", Plain.STRING),
          QmpMember.required("vm-state-size", Plain.INTEGER),
          QmpMember.required("date-sec", Plain.INTEGER),
          QmpMember.required("date-nsec", Plain.INTEGER),
          QmpMember.required("vm-clock-sec", Plain.INTEGER),
          QmpMember.required("vm-clock-nsec", Plain.INTEGER),
          QmpMember.required("x-sha256", Plain.STRING));

  private SnapshotCommands() {}

  static List<QmpCommand> list(Emulator emulator) {
    SnapshotJobs jobs = emulator.snapshots().jobs();
    QmpMember id = QmpMember.required(ID, Plain.STRING);
    QmpMember jobId = QmpMember.required(JOB_ID, Plain.STRING);
    QmpMember tag = QmpMember.required(TAG, Plain.STRING);
    QmpMember vmstate = QmpMember.optional("vmstate", Plain.STRING);
    QmpMember devices = QmpMember.optional("devices", new ListOf(Plain.STRING));
    return List.of(
        QmpCommand.order(SAVE, job(jobs::save), jobId, tag, vmstate, devices),
        QmpCommand.order(LOAD, job(jobs::load), jobId, tag, vmstate, devices),
        QmpCommand.order(DELETE, job(jobs::delete), jobId, tag, devices),
        QmpCommand.query("query-jobs", new ListOf(JOB), _ -> jobs(jobs.query())),
        QmpCommand.order(
            "job-cancel", arguments -> jobs.cancel(arguments.get(ID).stringValue()), id),
        QmpCommand.order(
            "job-dismiss", arguments -> jobs.dismiss(arguments.get(ID).stringValue()), id),
        QmpCommand.query(
            "x-query-snapshots",
            new ListOf(SNAPSHOT),
            _ -> snapshots(emulator.snapshots().list())));
  }

  private static QmpCommand.Order job(Begin begin) {
    return arguments ->
        begin.job(arguments.get(JOB_ID).stringValue(), arguments.get(TAG).stringValue());
  }

  private static ArrayNode jobs(List<JobInfo> jobs) {
    ArrayNode list = JsonStream.MAPPER.createArrayNode();
    for (JobInfo job : jobs) {
      ObjectNode json =
          list.addObject()
              .put("current-progress", job.done())
              .put("status", job.status())
              .put("total-progress", job.total())
              .put("type", job.type())
              .put(ID, job.id());
      if (job.error() != null) {
        json.put("error", job.error());
      }
    }
    return list;
  }

  private static ArrayNode snapshots(List<Snapshot> snapshots) {
    long second = TimeUnit.SECONDS.toNanos(1);
    ArrayNode list = JsonStream.MAPPER.createArrayNode();
    for (Snapshot each : snapshots) {
      Instant date = each.date();
      list.addObject()
          .put(ID, Long.toString(each.id()))
          .put("name", each.tag())
          .put("vm-state-size", each.bytes())
          .put("date-sec", date.getEpochSecond())
          .put("date-nsec", date.getNano())
          .put("vm-clock-sec", each.clockNanos() / second)
          .put("vm-clock-nsec", each.clockNanos() % second)
          .put("x-sha256", each.sha256());
    }
    return list;
  }

  /** What begins a job. */
  @FunctionalInterface
  private interface Begin {
    void job(String id, String tag) throws EmulatorException;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.JobInfo;
import org.savevm4j.harness.board.SnapshotJobs;
import org.savevm4j.harness.qmp.QmpParameter.Kind;
import org.savevm4j.harness.snapshot.Snapshot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The commands about snapshots and their jobs. {@code vmstate} and {@code devices} name block
 * devices, of which this machine has none: they may be left out, must be of QEMU's kinds if they
 * are there, and make no difference. {@code x-query-snapshots} is ours, in the shape in which QEMU
 * lists those of an image.
 */
final class SnapshotCommands {

  private static final String JOB_ID = "job-id";
  private static final String TAG = "tag";
  private static final String DEVICES = "devices";
  private static final String ID = "id";

  private SnapshotCommands() {}

  static List<QmpCommand> list(Emulator emulator) {
    SnapshotJobs jobs = emulator.snapshots().jobs();
    QmpParameter jobId = QmpParameter.required(JOB_ID, Kind.STRING);
    QmpParameter tag = QmpParameter.required(TAG, Kind.STRING);
    QmpParameter vmstate = QmpParameter.optional("vmstate", Kind.STRING);
    QmpParameter devices = QmpParameter.optional(DEVICES, Kind.ARRAY);
    return List.of(
        QmpCommand.order("snapshot-save", job(jobs::save), jobId, tag, vmstate, devices),
        QmpCommand.order("snapshot-load", job(jobs::load), jobId, tag, vmstate, devices),
        QmpCommand.order("snapshot-delete", job(jobs::delete), jobId, tag, devices),
        QmpCommand.query("query-jobs", _ -> jobs(jobs.query())),
        QmpCommand.order(
            "job-cancel",
            arguments -> jobs.cancel(arguments.get(ID).stringValue()),
            QmpParameter.required(ID, Kind.STRING)),
        QmpCommand.order(
            "job-dismiss",
            arguments -> jobs.dismiss(arguments.get(ID).stringValue()),
            QmpParameter.required(ID, Kind.STRING)),
        QmpCommand.query("x-query-snapshots", _ -> snapshots(emulator.snapshots().list())));
  }

  private static QmpCommand.Order job(Begin begin) {
    return arguments -> {
      for (JsonNode device : arguments.path(DEVICES)) {
        if (!device.isString()) {
          throw new QmpException("Parameter '" + DEVICES + "' must be an array of strings");
        }
      }
      begin.job(arguments.get(JOB_ID).stringValue(), arguments.get(TAG).stringValue());
    };
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

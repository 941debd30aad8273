// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.Arrays;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.qmp.QmpType.Word;

/** What clients are told of without asking, under QEMU's names. */
enum QmpEvent {
  STOP,
  RESUME,
  RESET,
  SHUTDOWN,
  JOB_STATUS_CHANGE,
  MIGRATION,
  MIGRATION_PASS;

  private static final QmpObject ENDED =
      QmpObject.of(
          QmpMember.required("guest", Plain.BOOLEAN),
          QmpMember.required(
              "reason",
              new Word(
                  Arrays.stream(ShutdownCause.values()).map(ShutdownCause::qemuName).toList())));

  /** Of its member {@code data}, which there is not if this is empty. */
  QmpObject data() {
    return switch (this) {
      case STOP, RESUME -> QmpObject.EMPTY;
      case RESET, SHUTDOWN -> ENDED;
      case JOB_STATUS_CHANGE ->
          QmpObject.of(
              QmpMember.required("id", Plain.STRING),
              QmpMember.required("status", SnapshotCommands.JOB_STATUS));
      case MIGRATION -> QmpObject.of(QmpMember.required("status", MigrationReport.STATUS));
      case MIGRATION_PASS -> QmpObject.of(QmpMember.required("pass", Plain.INTEGER));
    };
  }
}

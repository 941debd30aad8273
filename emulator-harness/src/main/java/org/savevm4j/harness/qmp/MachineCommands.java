// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.List;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.MachineInfo;
import org.savevm4j.harness.qmp.QmpType.ListOf;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.qmp.QmpType.Word;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clients of QEMU ask for when they connect: what machine this is. It has neither a name nor a
 * UUID, and no accelerator: it answers as a QEMU that was given none.
 */
final class MachineCommands {

  private static final String NO_UUID = "00000000-0000-0000-0000-000000000000";
  private static final String TARGET = "ppc64";

  private static final QmpObject CPU =
      QmpObject.of(
          QmpMember.required("thread-id", Plain.INTEGER),
          QmpMember.required("qom-path", Plain.STRING),
          QmpMember.required("cpu-index", Plain.INTEGER),
          QmpMember.required("target", Word.of(TARGET)),
          QmpMember.required(
              "props",
              QmpObject.of(
                  QmpMember.required("core-id", Plain.INTEGER),
                  QmpMember.required("node-id", Plain.INTEGER))));

  private static final QmpObject MACHINE =
      QmpObject.of(
          QmpMember.required("name", Plain.STRING),
          QmpMember.required("is-default", Plain.BOOLEAN),
          QmpMember.required("cpu-max", Plain.INTEGER),
          QmpMember.required("hotpluggable-cpus", Plain.BOOLEAN),
          QmpMember.required("numa-mem-supported", Plain.BOOLEAN),
          QmpMember.required("deprecated", Plain.BOOLEAN),
          QmpMember.required("acpi", Plain.BOOLEAN));

  /** Of what there never is one. */
  private static final QmpType NONE = new ListOf(QmpObject.EMPTY);

  private MachineCommands() {}

  static List<QmpCommand> list(Emulator emulator) {
    return List.of(
        QmpCommand.query("query-name", QmpObject.EMPTY, _ -> object()),
        QmpCommand.query(
            "query-uuid",
            QmpObject.of(QmpMember.required("UUID", Plain.STRING)),
            _ -> object().put("UUID", NO_UUID)),
        QmpCommand.query(
            "query-kvm",
            QmpObject.of(
                QmpMember.required("enabled", Plain.BOOLEAN),
                QmpMember.required("present", Plain.BOOLEAN)),
            _ -> object().put("enabled", false).put("present", false)),
        QmpCommand.query(
            "query-target",
            QmpObject.of(QmpMember.required("arch", Word.of(TARGET))),
            _ -> object().put("arch", TARGET)),
        QmpCommand.query("query-cpus-fast", new ListOf(CPU), _ -> cpus(emulator.machine())),
        QmpCommand.query("query-machines", new ListOf(MACHINE), _ -> machines(emulator.machine())),
        QmpCommand.query(
            "query-current-machine",
            QmpObject.of(QmpMember.required("wakeup-suspend-support", Plain.BOOLEAN)),
            _ -> object().put("wakeup-suspend-support", false)),
        QmpCommand.query(
            "query-memory-size-summary",
            QmpObject.of(
                QmpMember.required("base-memory", Plain.INTEGER),
                QmpMember.required("plugged-memory", Plain.INTEGER)),
            _ ->
                object()
                    .put("base-memory", emulator.machine().memoryBytes())
                    .put("plugged-memory", 0)),
        // there are none of these
        QmpCommand.query("query-iothreads", NONE, _ -> JsonStream.MAPPER.createArrayNode()),
        QmpCommand.query("query-block", NONE, _ -> JsonStream.MAPPER.createArrayNode()));
  }

  private static ArrayNode cpus(MachineInfo machine) {
    ArrayNode list = JsonStream.MAPPER.createArrayNode();
    for (Long thread : machine.vcpuThreads()) {
      int index = list.size();
      ObjectNode cpu =
          list.addObject()
              .put("thread-id", thread)
              .put("qom-path", "/machine/cpu[" + index + "]")
              .put("cpu-index", index)
              .put("target", TARGET);
      cpu.putObject("props").put("core-id", index).put("node-id", 0);
    }
    return list;
  }

  /** The one there is, as large as it is. */
  private static ArrayNode machines(MachineInfo machine) {
    ArrayNode list = JsonStream.MAPPER.createArrayNode();
    list.addObject()
        .put("name", machine.type())
        .put("is-default", true)
        .put("cpu-max", machine.vcpuThreads().size())
        .put("hotpluggable-cpus", false)
        .put("numa-mem-supported", false)
        .put("deprecated", false)
        .put("acpi", false);
    return list;
  }

  private static ObjectNode object() {
    return JsonStream.MAPPER.createObjectNode();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.List;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.MachineInfo;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clients of QEMU ask for when they connect: what machine this is. It has neither a name nor a
 * UUID, and no accelerator: it answers as a QEMU that was given none.
 */
final class MachineCommands {

  private static final String NO_UUID = "00000000-0000-0000-0000-000000000000";
  private static final String TARGET = "ppc64";

  private MachineCommands() {}

  static List<QmpCommand> list(Emulator emulator) {
    return List.of(
        QmpCommand.query("query-name", _ -> object()),
        QmpCommand.query("query-uuid", _ -> object().put("UUID", NO_UUID)),
        QmpCommand.query("query-kvm", _ -> object().put("enabled", false).put("present", false)),
        QmpCommand.query("query-target", _ -> object().put("arch", TARGET)),
        QmpCommand.query("query-cpus-fast", _ -> cpus(emulator.machine())),
        QmpCommand.query("query-machines", _ -> machines(emulator.machine())),
        QmpCommand.query(
            "query-current-machine", _ -> object().put("wakeup-suspend-support", false)),
        QmpCommand.query(
            "query-memory-size-summary",
            _ ->
                object()
                    .put("base-memory", emulator.machine().memoryBytes())
                    .put("plugged-memory", 0)),
        // there are none of these
        QmpCommand.query("query-iothreads", _ -> JsonStream.MAPPER.createArrayNode()),
        QmpCommand.query("query-block", _ -> JsonStream.MAPPER.createArrayNode()));
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

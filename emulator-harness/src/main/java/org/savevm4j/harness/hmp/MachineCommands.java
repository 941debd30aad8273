// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.HtabAccess;
import org.savevm4j.harness.board.SectionInfo;
import org.savevm4j.harness.board.TableInfo;

/** The commands about what the machine is made of. */
final class MachineCommands {

  private MachineCommands() {}

  static List<HmpCommand> list(Emulator emulator) {
    return List.of(
        HmpCommand.query(
            "info htab",
            "",
            "the guest's hashed page table",
            _ -> table(emulator.table(), emulator.machine().htabBackend())),
        HmpCommand.query(
            "info sections",
            "",
            "what a stream has: name, instance, versions that load, and who brings it",
            _ -> sections(emulator.sections())));
  }

  private static String table(@Nullable TableInfo table, HtabAccess backend) {
    if (table == null) {
      return HmpCommand.lines("none: the guest is radix", backend(backend));
    }
    return HmpCommand.lines(
        "shift: " + table.shift(),
        "slots: " + table.slots(),
        "valid: " + table.valid(),
        "bolted: " + table.bolted(),
        backend(backend));
  }

  private static String backend(HtabAccess backend) {
    return switch (backend) {
      case TABLE -> "backend: table, in the process";
      case FD -> "backend: fd, the HTAB channel";
    };
  }

  private static String sections(List<SectionInfo> sections) {
    StringBuilder text = new StringBuilder();
    for (SectionInfo section : sections) {
      text.append(
          "%-20s instance %d  %-15s  %s\n"
              .formatted(
                  section.name(),
                  section.instance(),
                  section.versions(),
                  Objects.requireNonNullElse(section.origin(), "machine")));
    }
    return text.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.List;
import java.util.stream.Collectors;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.KeptSection;
import org.savevm4j.harness.board.RunStatus;
import org.savevm4j.harness.text.OneLine;

/** The commands about whether the guest runs. */
final class RunCommands {

  private RunCommands() {}

  static List<HmpCommand> list(Emulator emulator, Runnable quit) {
    return List.of(
        HmpCommand.query("info status", "", "whether the guest runs", _ -> status(emulator)),
        HmpCommand.order("stop|s", "", "stop the guest", _ -> emulator.stop()),
        HmpCommand.order("cont|c", "", "let the guest go on", _ -> emulator.cont()),
        HmpCommand.order("system_reset", "", "boot the guest anew", _ -> emulator.systemReset()),
        HmpCommand.order("quit|q", "", "end the emulator", _ -> quit.run()));
  }

  private static String status(Emulator emulator) {
    RunStatus status = emulator.status();
    String running = status.running() ? "running" : "paused";
    boolean more = !status.running() && status != RunStatus.PAUSED;
    return "VM status: "
        + running
        + (more ? " (" + status.qemuName() + ")" : "")
        + "\n"
        + keptAside(emulator.keptSections());
  }

  private static String keptAside(List<KeptSection> kept) {
    if (kept.isEmpty()) {
      return "";
    }
    long bytes = kept.stream().mapToLong(section -> section.payload().length).sum();
    return "Kept aside: %d devices that this machine does not have, %d bytes: %s\n"
        .formatted(
            kept.size(),
            bytes,
            kept.stream()
                .map(section -> OneLine.of(section.name()))
                .collect(Collectors.joining(", ")));
  }
}

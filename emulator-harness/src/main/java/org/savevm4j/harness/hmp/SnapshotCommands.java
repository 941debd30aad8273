// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.List;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.snapshot.Snapshot;
import org.savevm4j.harness.text.OneLine;

/** The commands about snapshots. They wait for the end, as in QEMU. */
final class SnapshotCommands {

  private SnapshotCommands() {}

  static List<HmpCommand> list(Emulator emulator) {
    return List.of(
        HmpCommand.order(
                "savevm",
                "[TAG]",
                "save the machine as a snapshot, in place of the one of that tag",
                line -> save(emulator, line))
            .with(given -> tags(emulator, given)),
        HmpCommand.order(
                "loadvm",
                "TAG",
                "make the machine what it was at a snapshot",
                line -> emulator.snapshots().load(line.last()))
            .with(given -> tags(emulator, given)),
        HmpCommand.query(
                "delvm", "TAG", "take a snapshot away", line -> delete(emulator, line.last()))
            .with(given -> tags(emulator, given)),
        HmpCommand.query(
            "info snapshots",
            "",
            "the snapshots there are",
            _ -> SnapshotText.of(emulator.snapshots().list())));
  }

  private static List<String> tags(Emulator emulator, List<String> given) {
    if (!given.isEmpty()) {
      return List.of();
    }
    try {
      return emulator.snapshots().list().stream().map(Snapshot::tag).toList();
    } catch (EmulatorException _) {
      // it has no snapshots, so none can be meant
      return List.of();
    }
  }

  private static void save(Emulator emulator, HmpLine line) throws EmulatorException {
    if (line.words().isEmpty()) {
      emulator.snapshots().save();
    } else {
      emulator.snapshots().save(line.last(), true);
    }
  }

  private static String delete(Emulator emulator, String tag) throws EmulatorException {
    return emulator.snapshots().delete(tag)
        ? ""
        : "there is no snapshot '" + OneLine.of(tag) + "'\n";
  }
}

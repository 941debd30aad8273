// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.List;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.mmu.Translation;

/** The commands that look through a CPU's MMU; the guest stands meanwhile. */
final class MemoryCommands {

  private MemoryCommands() {}

  static List<HmpCommand> list(Emulator emulator) {
    return List.of(
        HmpCommand.query(
            "gva2gpa",
            "EA",
            "the real address that an effective one leads to",
            line -> realAddress(emulator, line)),
        HmpCommand.query(
            "x",
            "[/NFS] EA",
            "memory: N items, in F of x, d, c, of S of b, h, w, g: 1, 2, 4, 8 bytes",
            line -> memory(emulator, line)));
  }

  private static String realAddress(Emulator emulator, HmpLine line)
      throws HmpException, EmulatorException {
    return emulator.translate(line.cpu(), line.lastNumber()) instanceof Translation found
        ? "gpa: 0x" + Long.toHexString(found.ra()) + "\n"
        : "Unmapped\n";
  }

  private static String memory(Emulator emulator, HmpLine line)
      throws HmpException, EmulatorException {
    boolean formatted = line.words().size() == 2;
    MemoryFormat format =
        formatted ? MemoryFormat.parse(line.words().getFirst()) : MemoryFormat.USUAL;
    long ea = line.lastNumber();
    return format.lines(ea, emulator.read(line.cpu(), ea, format.bytes()));
  }
}

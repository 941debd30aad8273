// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.hmp.HumanMonitor;

/** A live QEMU migrates to an emulator of ours, which is asked what it has got. */
@Timeout(300)
class IncomingQemuIT {

  private static final long MEBIBYTES = 256;
  private static final QemuOptions GUEST =
      QemuOptions.guest("fork").memory(Long.toString(MEBIBYTES));

  /** Steps over the linear map, each a page that the kernel has there. */
  private static final int LOOKS = 64;

  @TempDir private Path folder;

  @Test
  void ramAndTableOfALiveQemuAreTakenAndCanBeLookedAt() throws Exception {
    String from = "unix:" + folder.resolve("in");
    EmulatorOptions options =
        new EmulatorOptions(
            MEBIBYTES << 20, 1, null, from, false, new GuestOptions(Workload.IDLE, 0, 0));
    try (Emulator emulator = Emulator.open(options);
        QemuProcess source = QemuProcess.boot(GUEST)) {
      HumanMonitor machine = new HumanMonitor(emulator, false, () -> {});
      source.capability("return-path");
      source.migrate(from);
      source.awaitMigrated();
      String status = machine.execute("info status");
      System.out.println("qemu: taken: " + status.strip().replace("\n", "; "));
      assertTrue(status.startsWith("VM status: paused\nKept aside: "), status);
      String table = machine.execute("info htab");
      assertTrue(table.contains("21"), table);
      System.out.println("qemu: taken: " + table.strip().replace("\n", "; "));
      int pages = 0;
      for (long at = 0; at < MEBIBYTES << 20; at += (MEBIBYTES << 20) / LOOKS) {
        String ea = "0x" + Long.toHexString(0xc000000000000000L + at);
        Long place = MonitorText.realAddress(source.human("gva2gpa " + ea));
        assertEquals(place, MonitorText.realAddress(machine.execute("gva2gpa " + ea)), ea);
        String memory = "x/16xb " + ea;
        assertEquals(
            MonitorText.bytes(source.human(memory)),
            MonitorText.bytes(machine.execute(memory)),
            ea);
        pages += place == null ? 0 : 1;
      }
      System.out.println("qemu: taken: " + pages + " addresses lead where they did, bytes equal");
      assertTrue(pages >= LOOKS / 2, () -> "too few pages are mapped");
      assertTrue(machine.execute("cont").contains("devices"), "it does not run");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.zip.CRC32C;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.stream.StateOutput;

/** A digest of all that a machine is: RAM, table, which table it is, and devices. */
final class MachineDigest {

  private static final String SPAPR = "spapr";

  private MachineDigest() {}

  /** Of a machine that stands. */
  static long of(Board board) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(board.machine().ram().current().memory().asByteBuffer());
    try (HptLease lease = board.machine().hpt().lease()) {
      if (lease.table() != null) {
        crc.update(lease.table().memory().asByteBuffer());
      }
      crc.update((int) lease.generation());
    }
    for (OpenSection open : board.sections()) {
      if (open.section() instanceof DeviceSection<?> device) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(Channels.newChannel(bytes));
        device.save(out);
        out.flush();
        // behind the timebase comes the time of day, which is the host's
        crc.update(bytes.toByteArray(), 0, open.name().equals(SPAPR) ? Long.BYTES : bytes.size());
      }
    }
    return crc.getValue();
  }
}

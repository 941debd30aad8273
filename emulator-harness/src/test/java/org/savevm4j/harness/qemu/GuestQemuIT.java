// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ground that the other tests stand on: QEMU alone moves its guest, firmware and all. */
@Timeout(300)
class GuestQemuIT {

  private static final QemuOptions GUEST = QemuOptions.guest("fork").slof();

  @TempDir private Path folder;

  @Test
  void guestGoesOnInAnotherQemu() throws Exception {
    Path file = folder.resolve("stream");
    Beat last;
    try (QemuProcess source = QemuProcess.boot(GUEST)) {
      long bytes = source.save(file);
      last = source.heartbeat().last();
      System.out.println("qemu: %d bytes saved after beat %d".formatted(bytes, last.count()));
    }
    try (QemuProcess destination = QemuProcess.load(GUEST, file)) {
      Beat first = destination.heartbeat().goesOnFrom(last, 5);
      System.out.println("qemu: the guest goes on with beat " + first.count());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.savevm4j.harness.hcall.PendingTable;
import org.savevm4j.harness.machine.HptHolder;
import org.savevm4j.harness.provoked.ProvokedFaults;
import org.savevm4j.hpt.HashPageTable;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChangeReaderTest {

  private static final int BYTES = 1 << 16;

  @RegisterExtension
  private final ProvokedFaults provoked = new ProvokedFaults("Out of bound access on segment");

  private final HptHolder host = new HptHolder(18, new PendingTable());
  private final HashPageTable table = MadeTable.empty(18);

  @BeforeEach
  void install() {
    host.install(table);
  }

  @AfterEach
  void free() {
    host.adopt(null);
  }

  @Test
  void leavingReaderLeavesALockedEntryForTheNextRead() throws Exception {
    try (LeavingReader reader = new LeavingReader(host, BYTES)) {
      reader.read();
      change();
      long dword0 = table.lock(80);
      reader.read();
      assertEquals(9, reader.entries());
      table.unlock(80, dword0);
      reader.read();
      assertEquals(1, reader.entries());
    }
  }

  @Test
  void waitingReaderReadsALockedEntryWhenItIsUnlocked() throws Exception {
    try (WaitingReader reader = new WaitingReader(table, BYTES);
        LockHolder holder = new LockHolder(table, new long[] {0, 80})) {
      change();
      holder.lock();
      reader.read();
      assertEquals(10, reader.entries());
      holder.awaitRelease();
      reader.read();
      assertEquals(0, reader.entries());
    }
  }

  @Test
  void nobodyWaitsForAHolderThatHasDied() {
    try (LockHolder holder = new LockHolder(table, new long[] {-1})) {
      assertThrows(IllegalStateException.class, holder::lock);
      assertThrows(IllegalStateException.class, holder::lock);
    }
  }

  @Test
  void holderLetsGoOfAllWhenItIsClosed() throws Exception {
    change();
    LockHolder holder = new LockHolder(table, new long[] {0, 80});
    holder.lock();
    holder.close();
    table.unlock(0, table.lock(0));
    table.unlock(80, table.lock(80));
  }

  private void change() {
    for (int i = 0; i < 10; i++) {
      MadeTable.store(table, 16L * i, 0);
    }
  }
}

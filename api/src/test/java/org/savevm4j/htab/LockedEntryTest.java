// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.savevm4j.stream.Budget;

/** An entry that a vCPU has locked is skipped and goes in a later lap. */
final class LockedEntryTest {

  private final RecordSink sink = new RecordSink();
  private final NaiveTable naive = new NaiveTable(18);
  private final HtabEmitter emitter = new HtabEmitter(naive.table);

  @Test
  void isLeftOutOfTheFirstLapAndSentInTheNext() throws IOException {
    naive.storeRun(10, 13, true);
    byte[] whole = naive.firstLap();
    long dword0 = naive.table.lock(11);
    byte[] first = sink.lap(emitter);
    assertEquals(2 * (8 + 16), first.length);
    assertEquals(10, first[3]);
    assertEquals(12, first[8 + 16 + 3]);
    assertEquals(8 + 16, emitter.pendingBytes());
    assertEquals(0, sink.lap(emitter).length, "still locked");
    naive.table.unlock(11, dword0);
    byte[] later = sink.lap(emitter);
    assertEquals(8 + 16, later.length);
    assertEquals(11, later[3]);
    assertArrayEquals(
        Arrays.copyOfRange(whole, 8 + 16, 8 + 32), Arrays.copyOfRange(later, 8, 8 + 16));
    assertEquals(0, emitter.pendingBytes());
  }

  @Test
  void isSentWithWhatItsHolderStored() throws IOException {
    sink.lap(emitter);
    naive.storeRun(10, 13, true);
    naive.table.lock(12);
    assertEquals(8 + 2 * 16, sink.lap(emitter).length);
    naive.table.store(12, 0, 0);
    assertEquals("0000000c" + "0000" + "0001", hex(sink.lap(emitter)));
    assertEquals(0, emitter.pendingBytes());
  }

  @Test
  void thatIsEmptyIsNotSentAsAnInvalidation() throws IOException {
    sink.lap(emitter);
    naive.store(5, 0, 0);
    naive.table.lock(5);
    assertEquals(0, sink.lap(emitter).length);
    naive.table.unlock(5, 0);
    assertEquals("00000005" + "0000" + "0001", hex(sink.lap(emitter)));
  }

  @Test
  void isAnErrorWhenTheGuestIsPaused() {
    naive.storeRun(10, 13, true);
    naive.table.lock(11);
    String message = "slot 11 is still locked though the guest is paused";
    assertEquals(
        message,
        assertThrows(IOException.class, () -> emitter.emit(sink.target(), Budget.unlimited(), true))
            .getMessage());
    assertTrue(emitter.isFirstLap());
    assertEquals(
        message,
        assertThrows(IOException.class, () -> new HtabEmitter(naive.table).emitRest(sink.target()))
            .getMessage());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

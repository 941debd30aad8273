// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HtabSaverTest {

  private static final String EMPTY_ITERATION = "00000000 0000000000000000";

  private final TestHost host = TestHost.withTable(18);
  private final HashPageTable table = host.table;
  private final LiveSaver saver = new HtabSection(new TableBackend(host)).newSaver(Set.of());

  @Test
  void setupAnnouncesTheShift() throws Exception {
    assertArrayEquals(Payloads.bytes("00000012"), Payloads.of(saver::setup));
  }

  @Test
  void laterPassSendsOnlyWhatChanged() throws Exception {
    store(5, 0x11, 0x1196);
    store(900, 0x11, 0x2196);
    Payloads.of(saver::setup);
    Payloads.of(this::iterate);
    store(5, 0x11, 0x3196);
    remove(900);

    assertArrayEquals(
        Payloads.bytes(
            "00000000"
                + "00000005 0001 0000 0000000000000011 0000000000003196"
                + "00000384 0000 0001"
                + "0000000000000000"),
        Payloads.of(this::iterate));
    assertArrayEquals(Payloads.bytes(EMPTY_ITERATION), Payloads.of(saver::complete));
  }

  @Test
  void pendingIsWhatCompleteThenSends() throws Exception {
    for (long slot = 0; slot < 4000; slot += slot % 7 + 1) {
      store(slot, 0x11, 0x1196);
    }
    Payloads.of(saver::setup);
    long first = saver.pending().bytes();
    assertEquals(first + 12, Payloads.of(this::iterate).length);
    assertEquals(0, saver.pending().bytes());

    for (long slot = 0; slot < 4000; slot += 3) {
      store(slot, 0x11, 0x2196);
    }
    remove(8);
    long later = saver.pending().bytes();
    assertEquals(later + 12, Payloads.of(saver::complete).length);
    assertEquals(later + 12, metric("downtime-bytes"));
  }

  @Test
  void firstPassOverAnEmptyTableIsNotOverBeforeItsEnd() throws Exception {
    Payloads.of(saver::setup);
    store(900, 0x11, 0x1196);
    assertTrue(saver.pending().bytes() > 0, "what is filled ahead of the pass is not forgotten");
    assertEquals(4 + 24 + 8, Payloads.of(this::iterate).length);
    assertEquals(0, saver.pending().bytes());
  }

  @Test
  void budgetOfOneByteStopsAfterABatchAndLosesNothing() throws Exception {
    HashPageTable wide = TestHost.table(new HptGeometry(22));
    host.replace(wide);
    for (long slot = 0; slot < wide.geometry().slots(); slot += 5) {
      wide.lock(slot);
      wide.store(slot, 0x11, slot << 12);
    }
    Payloads.of(saver::setup);
    long pending = saver.pending().bytes();
    long sent = 0;
    int calls = 0;
    IterateResult[] result = {IterateResult.BUDGET_SPENT};
    while (result[0] == IterateResult.BUDGET_SPENT) {
      byte[] part =
          Payloads.of(out -> result[0] = saver.iterate(out, Budget.of(out, 1, 1_000_000_000)));
      assertTrue(part.length < 400_000, "a call overshoots by one batch at most");
      sent += part.length - 12;
      calls++;
    }
    assertTrue(calls > 10);
    assertEquals(pending, sent);
    assertEquals(1, metric("passes"));
  }

  @Test
  void replacedTableIsAnnouncedInAPartAndSentFromItsBeginning() throws Exception {
    store(5, 0x11, 0x1196);
    Payloads.of(saver::setup);
    Payloads.of(this::iterate);
    HashPageTable grown = TestHost.table(new HptGeometry(19));
    grown.lock(0x4000);
    grown.store(0x4000, 0x11, 0x5196);
    host.replace(grown);

    assertTrue(saver.pending().beforeComplete());
    assertEquals(4 + 24, saver.pending().bytes());
    assertThrows(IOException.class, () -> Payloads.of(saver::complete));
    assertArrayEquals(Payloads.bytes("00000013"), Payloads.of(this::iterate));
    assertFalse(saver.pending().beforeComplete());
    assertArrayEquals(
        Payloads.bytes(
            "00000000 00004000 0001 0000 0000000000000011 0000000000005196 0000000000000000"),
        Payloads.of(saver::complete));
    assertEquals(19, metric("shift"));
    saver.cleanup();
    assertEquals(0, host.openLeases);
  }

  @Test
  void guestThatTurnsRadixIsTold() throws Exception {
    Payloads.of(saver::setup);
    host.replace(null);
    assertTrue(saver.pending().beforeComplete());
    assertArrayEquals(Payloads.bytes("ffffffff"), Payloads.of(this::iterate));
    assertArrayEquals(Payloads.bytes("ffffffff"), Payloads.of(saver::complete));
  }

  @Test
  void entryLeftLockedFailsCompleteWithItsSlotAndAnEndMarker() throws Exception {
    Payloads.of(saver::setup);
    Payloads.of(this::iterate);
    store(77, 0x11, 0x1196);
    table.lock(77);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    IOException failed = assertThrows(IOException.class, () -> saver.complete(out));
    out.flush();
    assertEquals("slot 77 is still locked though the guest is paused", failed.getMessage());
    assertArrayEquals(Payloads.bytes(EMPTY_ITERATION), bytes.toByteArray());
  }

  @Test
  void savingTwiceSendsTheWholeTableTwice() throws Exception {
    store(5, 0x11, 0x1196);
    Payloads.of(saver::setup);
    byte[] first = Payloads.of(saver::complete);
    saver.cleanup();
    LiveSaver second = new HtabSection(new TableBackend(host)).newSaver(Set.of());
    Payloads.of(second::setup);
    assertArrayEquals(first, Payloads.of(second::complete));
    second.cleanup();
    assertEquals(0, host.openLeases);
  }

  private void iterate(StateOutput out) throws IOException {
    saver.iterate(out, Budget.unlimited());
  }

  private void store(long slot, long dword0, long dword1) {
    table.lock(slot);
    table.store(slot, dword0, dword1);
  }

  private void remove(long slot) {
    store(slot, 0, 0);
  }

  private long metric(String name) {
    return saver.metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .mapToLong(Metric::value)
        .findFirst()
        .orElse(-1);
  }
}

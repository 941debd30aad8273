// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.memory.RamHost;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

class RamSaverTest {

  /** As much as no walk over its pages could pass unseen, and of which hardly anything is there. */
  private static final long BYTES = 64L << 30;

  private static final long PAGE_RECORD = RamRecord.HEADER_BYTES + GuestRam.PAGE;

  private final RamHost host = new RamHost(BYTES);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StateOutput out = new StateOutput(Channels.newChannel(bytes));
  private final LiveSaver saver = new RamSection(host).newSaver(Set.of());

  @AfterEach
  void free() {
    host.free();
  }

  @Test
  void completeSendsWhatChangedOnEitherSideOfWhereTheLapStands() throws IOException {
    store(1, 70, 5_000_000);
    start();
    assertEquals(3 * PAGE_RECORD, saver.pending().bytes());
    // one word of pages is the least that goes
    assertEquals(
        IterateResult.BUDGET_SPENT, saver.iterate(out, Budget.of(out, 1, 60_000_000_000L)));
    store(2, 16_000_000);
    out.flush();
    bytes.reset();
    assertEquals(4 * PAGE_RECORD, saver.pending().bytes());
    saver.complete(out);
    assertEquals(0, saver.pending().bytes());
    assertEquals(Set.of(2L, 70L, 5_000_000L, 16_000_000L), sentPages());
  }

  @Test
  void aLapEndsWhereNothingIsLeft() throws IOException {
    store(1, 70);
    start();
    assertEquals(IterateResult.CAUGHT_UP, saver.iterate(out, Budget.unlimited()));
    assertEquals(0, saver.pending().bytes());
    assertEquals(1, Metric.value(saver.metrics(), "passes"));
  }

  /** A stream that an earlier save took marks from. */
  @Test
  void aLaterSaverBeginsWithAllThatWasEverStoredTo() throws IOException {
    store(1, 70);
    start();
    saver.complete(out);
    LiveSaver next = new RamSection(host).newSaver(Set.of());
    next.setup(out);
    assertEquals(2 * PAGE_RECORD, next.pending().bytes());
  }

  private void start() throws IOException {
    saver.setup(out);
    out.flush();
    assertTrue(bytes.size() > 0);
  }

  private void store(long... pages) {
    for (long page : pages) {
      host.current().putBe64(page << RamRecord.PAGE_SHIFT, page);
    }
  }

  /** Of one payload. */
  private Set<Long> sentPages() throws IOException {
    out.flush();
    Set<Long> pages = new TreeSet<>();
    RamRecords records = new RamRecords(new Sink(pages));
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    StateOutput again = new StateOutput(Channels.newChannel(start));
    new RamSection(host).newSaver(Set.of()).setup(again);
    again.flush();
    records.get(input(start.toByteArray()), Part.START);
    records.get(input(bytes.toByteArray()), Part.END);
    return pages;
  }

  private static StateInput input(byte[] bytes) {
    return new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  /** Notes which pages came. */
  private record Sink(Set<Long> pages) implements RamPages {

    @Override
    public @Nullable String refusal(String name, long length) {
      return null;
    }

    @Override
    public Block block(String name, long length) {
      return new Block() {
        @Override
        public void page(long address, StateInput in) throws IOException {
          in.skip(GuestRam.PAGE);
          pages.add(address >>> RamRecord.PAGE_SHIFT);
        }

        @Override
        public void zeroPage(long address) {
          pages.add(address >>> RamRecord.PAGE_SHIFT);
        }

        @Override
        public void changes(long address, int length, StateInput in) throws IOException {
          in.skip(length);
        }
      };
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.memory.PageMarks;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Metric.Unit;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * Laps over the pages that changed; what a lap costs follows their number, not the RAM's size.
 * Pages that were never stored to are zero at both ends and are not sent. The figure {@code
 * dirty-pages-rate} is the pages a second that the last whole lap found changed.
 */
final class RamSaver implements LiveSaver {

  private static final MemorySegment ZEROES = Arena.global().allocate(RamRecord.PAGE_BYTES, 8);

  private final GuestRam ram;
  private final PageMarks dirty;
  private final MemorySegment page = Arena.ofAuto().allocate(RamRecord.PAGE_BYTES, 64);

  private static final double NANOS_PER_SECOND = 1e9;

  private long cursor;
  private long passes;
  private long lapPages;
  private long lapNanoTime = System.nanoTime();
  private long dirtyRate;
  private long transferred;
  private long downtimeBytes;
  private long remaining;
  private long normal;
  private long zero;
  private boolean named;
  private volatile List<Metric> metrics = List.of();

  RamSaver(GuestRam ram) {
    this.ram = ram;
    this.dirty = ram.dirtyPages();
  }

  @Override
  public long version() {
    return RamSection.VERSIONS.newest();
  }

  @Override
  public void setup(StateOutput out) throws IOException {
    long begin = out.position();
    // an earlier save may have taken marks: this one begins with all that was ever stored to
    for (long word = 0; word < dirty.words(); word++) {
      long touched = ram.touchedPages().word(word);
      if (touched != 0) {
        dirty.markAll(word, touched);
      }
    }
    out.putBe64(ram.bytes() | RamRecord.MEM_SIZE);
    out.putString8(RamSection.MAIN_BLOCK);
    out.putBe64(ram.bytes());
    out.putBe64(RamRecord.EOS);
    count(out.position() - begin);
  }

  @Override
  public Pending pending() {
    long pages = dirty.count();
    remaining = pages * RamRecord.PAGE_BYTES;
    count(0);
    return Pending.of(pages * (RamRecord.HEADER_BYTES + RamRecord.PAGE_BYTES));
  }

  @Override
  public IterateResult iterate(StateOutput out, Budget budget) throws IOException {
    long begin = out.position();
    named = false;
    boolean lapEnded = false;
    while (!lapEnded && !budget.isSpent(out.position())) {
      lapEnded = putWord(out);
    }
    out.putBe64(RamRecord.EOS);
    count(out.position() - begin);
    return lapEnded ? IterateResult.CAUGHT_UP : IterateResult.BUDGET_SPENT;
  }

  @Override
  public void complete(StateOutput out) throws IOException {
    long begin = out.position();
    named = false;
    cursor = 0;
    boolean lapEnded;
    do {
      lapEnded = putWord(out);
    } while (!lapEnded);
    out.putBe64(RamRecord.EOS);
    remaining = 0;
    downtimeBytes = out.position() - begin;
    count(downtimeBytes);
  }

  @Override
  public List<Metric> metrics() {
    return metrics;
  }

  /** Puts the next word of dirty pages from the cursor on; answers whether the lap has ended. */
  private boolean putWord(StateOutput out) throws IOException {
    long word = dirty.next(cursor);
    if (word < dirty.words()) {
      for (long pages = dirty.take(word); pages != 0; pages &= pages - 1) {
        putPage(out, (word << 6) + Long.numberOfTrailingZeros(pages));
      }
    }
    cursor = dirty.next(word + 1);
    if (cursor < dirty.words()) {
      return false;
    }
    cursor = 0;
    endLap();
    return true;
  }

  private void endLap() {
    long pages = normal + zero;
    long now = System.nanoTime();
    if (passes > 0) {
      dirtyRate =
          Math.round((pages - lapPages) / (Math.max(1, now - lapNanoTime) / NANOS_PER_SECOND));
    }
    lapPages = pages;
    lapNanoTime = now;
    passes++;
  }

  private void putPage(StateOutput out, long number) throws IOException {
    long address = number << RamRecord.PAGE_SHIFT;
    // the guest may store while the page is judged: judge and send one copy
    MemorySegment.copy(ram.memory(), address, page, 0, RamRecord.PAGE_BYTES);
    boolean isZero = page.mismatch(ZEROES) < 0;
    int flags = isZero ? RamRecord.ZERO : RamRecord.PAGE;
    out.putBe64(address | flags | (named ? RamRecord.CONTINUE : 0));
    if (!named) {
      out.putString8(RamSection.MAIN_BLOCK);
      named = true;
    }
    if (isZero) {
      out.put8(0);
      zero++;
    } else {
      out.put(page, 0, RamRecord.PAGE_BYTES);
      normal++;
    }
  }

  private void count(long bytes) {
    transferred += bytes;
    metrics =
        List.of(
            new Metric("transferred", Unit.BYTES, transferred),
            new Metric("remaining", Unit.BYTES, remaining),
            new Metric("total", Unit.BYTES, ram.bytes()),
            new Metric("duplicate", Unit.COUNT, zero),
            new Metric("normal", Unit.COUNT, normal),
            new Metric("passes", Unit.COUNT, passes),
            new Metric("downtime-bytes", Unit.BYTES, downtimeBytes),
            new Metric("dirty-pages-rate", Unit.PAGES_PER_SECOND, dirtyRate));
  }
}

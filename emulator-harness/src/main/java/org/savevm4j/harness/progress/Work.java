// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.savevm4j.harness.text.Amount;

/**
 * So much of so much, and when it may be done: the rest goes as fast as what was done. Any thread.
 */
public final class Work implements Supplier<List<String>> {

  private final String name;
  private final boolean bytes;
  private final String unit;
  private final LongSupplier clock;

  private String now = "";
  private long total;
  private long done;
  private long begun;

  private Work(String name, boolean bytes, String unit, long total, LongSupplier clock) {
    this.name = name;
    this.bytes = bytes;
    this.unit = unit;
    this.total = total;
    this.clock = clock;
    this.begun = clock.getAsLong();
  }

  /**
   * Work that is counted in pieces.
   *
   * @param name what is done
   * @param unit the pieces, in the plural
   */
  public static Work of(String name, String unit) {
    return of(name, unit, System::nanoTime);
  }

  /**
   * @param clock in ns
   */
  static Work of(String name, String unit, LongSupplier clock) {
    return new Work(name, false, unit, 0, clock);
  }

  /**
   * Work that is counted in bytes.
   *
   * @param total how many there are, or 0: that is not known
   */
  public static Work ofBytes(String name, long total) {
    return ofBytes(name, total, System::nanoTime);
  }

  /**
   * @param clock in ns
   */
  static Work ofBytes(String name, long total, LongSupplier clock) {
    return new Work(name, true, "", total, clock);
  }

  /** There is so much of it; what was done before counts no more, nor does the time it took. */
  public synchronized void total(long units) {
    total = units;
    done = 0;
    begun = clock.getAsLong();
  }

  /** This is what goes on now. */
  public synchronized void begin(String what) {
    now = what;
  }

  /** What went on, if anything, is a piece that is done now, and this is the next. */
  public synchronized void next(String what) {
    done += now.isEmpty() ? 0 : 1;
    now = what;
  }

  /** So much more of it is done. */
  public synchronized void done(long more) {
    done += more;
  }

  /** What, how much of how much, and how long yet. */
  @Override
  public synchronized List<String> get() {
    List<String> parts = new ArrayList<>();
    parts.add(now.isEmpty() ? name : name + ": " + now);
    LongFunction<String> amount = bytes ? Amount::bytes : Long::toString;
    String what = bytes ? "" : " " + unit;
    long nanos = clock.getAsLong() - begun;
    if (total == 0) {
      parts.add(amount.apply(done) + what);
    } else {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s of %s%s (%d %%)",
              amount.apply(done),
              amount.apply(total),
              what,
              Math.round(100.0 * done / total)));
    }
    if (bytes && nanos > 0) {
      parts.add(Amount.bytes(done * Amount.NANOS_PER_SECOND / nanos) + "/s");
    }
    if (total > 0) {
      parts.add(
          done == 0
              ? "time left not known yet"
              : Amount.nanos((double) nanos / done * Math.max(0, total - done)) + " left");
    }
    return parts;
  }
}

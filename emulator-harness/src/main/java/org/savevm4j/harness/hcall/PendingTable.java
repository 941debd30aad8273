// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;

/**
 * The table that a guest has asked for and not yet switched to, of which there is one at most. It
 * is never migrated. Any thread; whatever replaces the machine's table drops it.
 *
 * <p>Memory here is sparse and had at once. So that a guest meets a request in progress all the
 * same, and always at the same place, a request counts as in progress until it was asked for a
 * second time.
 */
public final class PendingTable {

  private @Nullable Request request;

  /** Nothing is pending. */
  public PendingTable() {}

  /**
   * Starts a request, in place of one for another shift, or asks how one for the same shift goes.
   *
   * @param allocation answers a table of that shift, or null; called at most once
   * @return busy if it was started; else success, or no memory
   */
  synchronized long prepare(int shift, Supplier<@Nullable HashPageTable> allocation) {
    Request before = request;
    if (before != null && before.shift == shift) {
      before.ready = true;
      return before.result();
    }
    drop();
    request = new Request(shift, allocation.get());
    return Hcall.H_LONG_BUSY_ORDER_100_MSEC;
  }

  /**
   * Ends the request and hands its table to the caller, or frees it.
   *
   * @param switching receives the table if it is ready, has this shift, and there was memory for
   *     it; owns it from then on
   * @return closed or busy, no memory, or what {@code switching} answers
   */
  synchronized long commit(long shift, Switching switching) {
    Request before = request;
    if (before == null || before.shift != shift) {
      drop();
      return Hcall.H_CLOSED;
    }
    HashPageTable table = before.table;
    if (!before.ready || table == null) {
      drop();
      return before.ready ? before.result() : Hcall.H_BUSY;
    }
    request = null;
    return switching.to(table);
  }

  /** Forgets the request, if there is one, and frees its table. */
  public synchronized void drop() {
    if (request != null && request.table != null) {
      request.table.free();
    }
    request = null;
  }

  /** Makes a prepared table the guest's. */
  @FunctionalInterface
  interface Switching {

    /** Answers a code of {@link Hcall}; the table is the guest's, or freed, when it returns. */
    long to(HashPageTable table);
  }

  private static final class Request {

    private final int shift;
    private final @Nullable HashPageTable table;
    private boolean ready;

    Request(int shift, @Nullable HashPageTable table) {
      this.shift = shift;
      this.table = table;
    }

    long result() {
      return table == null ? Hcall.H_NO_MEM : Hcall.H_SUCCESS;
    }
  }
}

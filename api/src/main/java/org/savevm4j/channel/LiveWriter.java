// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.stream.BigEndian;

/**
 * Writes the machine's table, guest paused. Each slot is stored as a vCPU stores it, under its
 * lock, so that readers of other channels see whole entries, and marks of their own.
 */
final class LiveWriter extends TableWriter {

  private final HptLease lease;

  /** Takes the lease over. */
  LiveWriter(TableChannels owner, HptLease lease, @Nullable BlockCodec codec) {
    super(owner, lease.table(), codec);
    this.lease = lease;
  }

  @Override
  public long generation() {
    return lease.generation();
  }

  @Override
  void requireWritable() throws HtabChannelException {
    requireCurrent();
    if (owner().machine().vcpusRun()) {
      throw new VcpusRunException();
    }
  }

  /** A vCPU that failed in a hypercall may have left a lock, which nobody would ever open. */
  @Override
  @Nullable String obstacle(HashPageTable into, HtabRecord record) {
    long slot = record.index();
    for (long end = slot + record.valid(); slot < end; slot++) {
      if ((into.dword0(slot) & Hpte.V_LOCK) != 0) {
        return "the entry of slot " + slot + " is locked";
      }
    }
    for (long end = slot + record.invalid();
        (slot = into.occupied().next(slot, end)) < end;
        slot++) {
      if ((into.dword0(slot) & Hpte.V_LOCK) != 0) {
        return "the entry of slot " + slot + " is locked";
      }
    }
    return null;
  }

  @Override
  void store(HashPageTable into, HtabRecord record, MemorySegment bytes, long at) {
    // the lock is never stored, whatever else an onlooker keeps
    long kept = ~(owner().host().clearedOnLoad() | Hpte.V_LOCK);
    long slot = record.index();
    long from = at;
    for (long end = slot + record.valid(); slot < end; slot++, from += Hpte.BYTES) {
      into.lock(slot);
      into.store(
          slot,
          bytes.get(BigEndian.BE64, from) & kept,
          bytes.get(BigEndian.BE64, from + Hpte.DWORD1));
    }
    for (long end = slot + record.invalid();
        (slot = into.occupied().next(slot, end)) < end;
        slot++) {
      into.lock(slot);
      into.store(slot, 0, 0);
    }
  }

  @Override
  void written() {
    owner().machine().tableWritten();
  }

  @Override
  void letGo() {
    lease.close();
  }
}

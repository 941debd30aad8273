// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.savevm4j.channel.ChannelMachine;
import org.savevm4j.channel.TableChannels;
import org.savevm4j.hpt.CountedLease;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;

/** A guest whose table is in the process, behind one backend or another. */
final class InProcessGuest implements HtabBackendContract.Guest, HptHost, ChannelMachine {

  private final HtabBackend backend;
  private @Nullable HashPageTable table;
  private long generation;
  private int leases;

  private InProcessGuest(int shift, Function<InProcessGuest, HtabBackend> backend) {
    this.table = allocate(new HptGeometry(shift));
    this.backend = backend.apply(this);
  }

  static InProcessGuest withTableInHand(int shift) {
    return new InProcessGuest(shift, TableBackend::new);
  }

  static InProcessGuest behindChannels(int shift) {
    return new InProcessGuest(
        shift,
        guest -> new ChannelBackend(new TableChannels(guest, guest, ByteOrder.LITTLE_ENDIAN)));
  }

  @Override
  public HtabBackend backend() {
    return backend;
  }

  @Override
  public void store(int slot, long dword0, long dword1) {
    table.lock(slot);
    table.store(slot, dword0, dword1);
  }

  @Override
  public void lock(int slot) {
    table.lock(slot);
  }

  @Override
  public void unlock(int slot) {
    table.unlock(slot, table.dword0(slot) & ~Hpte.V_LOCK);
  }

  @Override
  public void replace(@Nullable HptGeometry geometry) {
    adopt(geometry == null ? null : allocate(geometry));
  }

  @Override
  public byte[] bytes() {
    return table == null ? new byte[0] : table.memory().toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public int readers() {
    return leases;
  }

  @Override
  public HptLease lease() {
    leases++;
    return new CountedLease(table, generation, () -> leases--);
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public int maxShift() {
    return 30;
  }

  @Override
  public long clearedOnLoad() {
    return Hpte.V_HOST;
  }

  @Override
  public HashPageTable allocate(HptGeometry geometry) {
    return new HashPageTable(geometry, Arena.ofAuto());
  }

  @Override
  public void adopt(@Nullable HashPageTable next) {
    table = next;
    generation++;
  }

  @Override
  public void discard(HashPageTable unwanted) {
    // nobody holds it
  }

  @Override
  public boolean vcpusRun() {
    return true;
  }

  @Override
  public boolean hasPageSize(long dword0, long dword1) {
    return true;
  }

  @Override
  public void tableWritten() {
    throw new AssertionError("a load writes to a fresh table");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.CountedLease;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;

/** A machine whose table, vCPUs and page sizes the test sets; pages of 4 KiB and 64 KiB. */
final class TestMachine implements HptHost, ChannelMachine {

  /** A valid entry of a bolted 4 KiB page, doubleword 0. */
  static final long BOLTED = Hpte.V_BOLTED | Hpte.V_VALID;

  @Nullable HashPageTable table;
  long generation;
  boolean running;
  int openLeases;
  int discarded;
  int written;

  TestMachine(int shift) {
    table = table(new HptGeometry(shift));
  }

  static HashPageTable table(HptGeometry geometry) {
    return new HashPageTable(geometry, Arena.ofAuto());
  }

  /** Its channels, with headers in the order of most hosts. */
  TableChannels channels() {
    return channels(ByteOrder.LITTLE_ENDIAN);
  }

  TableChannels channels(ByteOrder order) {
    return new TableChannels(this, this, order);
  }

  HtabChannel reader() throws Exception {
    return channels().open(0, 0);
  }

  HtabChannel writer() throws Exception {
    return channels().open(HtabChannel.WRITE, 0);
  }

  void store(long slot, long dword0, long dword1) {
    table.lock(slot);
    table.store(slot, dword0, dword1);
  }

  void remove(long slot) {
    store(slot, 0, 0);
  }

  void replace(@Nullable HashPageTable next) {
    table = next;
    generation++;
  }

  byte[] bytes() {
    return table.memory().toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public HptLease lease() {
    openLeases++;
    return new CountedLease(table, generation, () -> openLeases--);
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
    return table(geometry);
  }

  @Override
  public void adopt(@Nullable HashPageTable next) {
    replace(next);
  }

  @Override
  public void discard(HashPageTable unwanted) {
    discarded++;
  }

  @Override
  public boolean vcpusRun() {
    return running;
  }

  @Override
  public boolean hasPageSize(long dword0, long dword1) {
    return (dword0 & Hpte.V_LARGE) == 0 || (dword1 & 0xf000) == 0x1000;
  }

  @Override
  public void tableWritten() {
    written++;
  }
}

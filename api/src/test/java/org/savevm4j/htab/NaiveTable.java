// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/**
 * A table beside plain arrays that hold the same, and the records that the format's description
 * asks for, found by looking at every slot in turn.
 */
final class NaiveTable {

  private static final int MAX_RUN = 65535;

  /** Bit W of doubleword 1, where the lock bit is in doubleword 0: long runs of it look locked. */
  static final long WRITE_THROUGH = 0x40;

  final HashPageTable table;

  /** Bits that random entries may have in doubleword 1. */
  long dword1Bits = ~WRITE_THROUGH;

  final int slots;
  private final long[] dword0;
  private final long[] dword1;
  private final boolean[] dirty;

  NaiveTable(int shift) {
    table = new HashPageTable(new HptGeometry(shift), Arena.ofAuto());
    slots = 1 << (shift - 4);
    dword0 = new long[slots];
    dword1 = new long[slots];
    dirty = new boolean[slots];
  }

  /** Stores an entry as a vCPU does, or clears it if V is not set. */
  void store(int slot, long newDword0, long newDword1) {
    table.lock(slot);
    table.store(slot, newDword0, newDword1);
    boolean valid = (newDword0 & Hpte.V_VALID) != 0;
    dword0[slot] = valid ? newDword0 : 0;
    dword1[slot] = valid ? newDword1 : 0;
    dirty[slot] = true;
  }

  /** Stores a random entry that is valid or is not. */
  void store(int slot, boolean valid, Random random) {
    long bits = random.nextLong() & ~(Hpte.V_HOST | Hpte.V_VALID);
    store(slot, valid ? bits | Hpte.V_VALID : 0, random.nextLong() & dword1Bits);
  }

  /** Stores random entries into all slots from one to before another. */
  void storeRun(int from, int to, boolean valid) {
    Random random = new Random(from);
    for (int slot = from; slot < to; slot++) {
      store(slot, valid, random);
    }
  }

  /** The first lap: every run of valid slots. All marks are gone then. */
  byte[] firstLap() {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int slot = 0; slot < slots; ) {
      int begin = slot;
      while (slot < slots && slot - begin < MAX_RUN && isValid(slot)) {
        slot++;
      }
      if (slot == begin) {
        slot++;
      } else {
        add(records, begin, slot - begin, 0);
      }
    }
    Arrays.fill(dirty, false);
    return records.toByteArray();
  }

  /** A later lap: every run of dirty valid slots with the run of dirty invalid slots behind it. */
  byte[] laterLap() {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int slot = 0; slot < slots; ) {
      int begin = slot;
      while (slot < slots && slot - begin < MAX_RUN && dirty[slot] && isValid(slot)) {
        slot++;
      }
      int end = slot;
      while (slot < slots && slot - end < MAX_RUN && dirty[slot] && !isValid(slot)) {
        slot++;
      }
      if (slot == begin) {
        slot++;
      } else {
        add(records, begin, end - begin, slot - end);
      }
    }
    Arrays.fill(dirty, false);
    return records.toByteArray();
  }

  /** The bytes of the whole table. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(slots * 16);
    for (int slot = 0; slot < slots; slot++) {
      bytes.putLong(dword0[slot]).putLong(dword1[slot]);
    }
    return bytes.array();
  }

  boolean isValid(int slot) {
    return (dword0[slot] & Hpte.V_VALID) != 0;
  }

  private void add(ByteArrayOutputStream records, int index, int valid, int invalid) {
    ByteBuffer record = ByteBuffer.allocate(8 + 16 * valid);
    record.putInt(index).putShort((short) valid).putShort((short) invalid);
    for (int slot = index; slot < index + valid; slot++) {
      record.putLong(dword0[slot]).putLong(dword1[slot]);
    }
    records.writeBytes(record.array());
  }
}

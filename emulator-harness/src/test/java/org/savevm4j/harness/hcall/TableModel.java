// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the calls are to do, told again as plainly as can be: entries in a map, masks as numbers,
 * nothing shared with what is tested but the opcodes.
 */
final class TableModel {

  private static final long RAM = 16 << 20;

  private final boolean resizing;

  /** How many tables there is memory for. */
  private int memory;

  /** Of the table; 0 for a radix guest. */
  int shift = 18;

  Map<Long, long[]> entries = new HashMap<>();

  /** The slots of the table that were stored to. */
  Set<Long> changed = new HashSet<>();

  /** Of the table that is prepared; 0 if none is. */
  private int pendingShift;

  private boolean pendingAsked;
  private boolean pendingHasMemory;

  TableModel(boolean resizing, int memory) {
    this.resizing = resizing;
    this.memory = memory;
  }

  /** Whether a table is kept for a resize. */
  boolean isPendingInMemory() {
    return pendingShift != 0 && pendingHasMemory;
  }

  /** Does a call: changes {@code args} and the table, and answers the code. */
  long call(int opcode, long[] args) {
    return switch (opcode) {
      case 0x36c -> prepare(args[0], args[1]);
      case 0x370 -> commit(args[0], args[1]);
      case 0x37c -> register(args[0]);
      default -> shift == 0 ? -2 : onTable(opcode, args);
    };
  }

  private long onTable(int opcode, long[] args) {
    return switch (opcode) {
      case 0x08 -> enter(args);
      case 0x04 -> remove(args[0], args[1], args[2], args, 0);
      case 0x18 -> protect(args);
      case 0x0c -> read(args);
      case 0x10 -> clear(args, 0x80);
      case 0x14 -> clear(args, 0x100);
      case 0x124 -> bulkRemove(args);
      default -> -2;
    };
  }

  private long enter(long[] args) {
    long dword0 = args[2] & ~0x60L;
    long[] size = EntryModel.size(dword0, args[3]);
    if (size == null || isWrong(args[1])) {
      return -4;
    }
    long ra = args[3] & 0x0ffffffffffff000L & -(1L << size[2]);
    long wimg = args[3] >> 3 & 15;
    if (ra < RAM ? wimg != 2 : (wimg & 12) != 4) {
      return -4;
    }
    boolean exact = (args[0] & 1L << 39) != 0;
    long first = exact ? args[1] : args[1] / 8 * 8;
    for (long slot = first; slot <= (exact ? first : first + 7); slot++) {
      if (!entries.containsKey(slot)) {
        put(slot, dword0, args[3]);
        args[0] = slot;
        return 0;
      }
    }
    return -6;
  }

  private long remove(long flags, long slot, long avpn, long[] results, int at) {
    if (isWrong(slot)) {
      return -4;
    }
    long[] entry = entries.get(slot);
    if (entry == null
        || ((flags & 1L << 31) != 0 && (entry[0] & ~0x7fL) != avpn)
        || ((flags & 1L << 30) != 0 && (entry[0] & avpn) != 0)) {
      return -7;
    }
    put(slot, 0, 0);
    results[at] = entry[0];
    results[at + 1] = entry[1];
    return 0;
  }

  private long protect(long[] args) {
    if (isWrong(args[1])) {
      return -4;
    }
    long[] entry = entries.get(args[1]);
    if (entry == null || ((args[0] & 1L << 31) != 0 && (entry[0] & ~0x7fL) != args[2])) {
      return -7;
    }
    long dword1 = entry[1] & ~0xb000_0000_0000_0e07L;
    dword1 |= args[0] << 55 & 1L << 63;
    dword1 |= args[0] << 48 & 0x3000_0000_0000_0000L;
    dword1 |= args[0] & 0xe07;
    put(args[1], entry[0], dword1);
    return 0;
  }

  private long read(long[] args) {
    if (isWrong(args[1])) {
      return -4;
    }
    boolean four = (args[0] & 1L << 37) != 0;
    long first = four ? args[1] / 4 * 4 : args[1];
    for (int i = 0; i < (four ? 4 : 1); i++) {
      long[] entry = entries.getOrDefault(first + i, new long[2]);
      args[2 * i] = entry[0];
      args[2 * i + 1] = entry[1];
    }
    return 0;
  }

  private long clear(long[] args, long bit) {
    if (isWrong(args[1])) {
      return -4;
    }
    long[] entry = entries.get(args[1]);
    if (entry == null) {
      return -7;
    }
    args[0] = entry[1];
    if ((entry[1] & bit) != 0) {
      put(args[1], entry[0], entry[1] & ~bit);
    }
    return 0;
  }

  private long bulkRemove(long[] args) {
    for (int at = 0; at < 8; at += 2) {
      long request = args[at];
      if (request >>> 62 == 3) {
        return 0;
      }
      if (request >>> 62 != 1) {
        return -4;
      }
      long answer = (request & 0x03ff_ffff_ffff_ffffL) | 1L << 63;
      boolean avpn = (request >>> 57 & 1) != 0;
      boolean andcond = (request >>> 56 & 1) != 0;
      long[] old = new long[2];
      long flags = (avpn ? 1L << 31 : 0) | (andcond ? 1L << 30 : 0);
      long slot = request & 0x00ff_ffff_ffff_ffffL;
      long code = avpn && andcond ? -4 : remove(flags, slot, args[at + 1], old, 0);
      long found = code == 0 ? 0 : code == -7 ? 1 : 2;
      args[at] = answer | found << 60 | (old[1] & 0x180) << 51;
      if (code == -4) {
        return -4;
      }
    }
    return 0;
  }

  private long prepare(long flags, long wanted) {
    if (!resizing || shift == 0) {
      return resizing ? 3 : -10;
    }
    if (flags != 0 || (wanted != 0 && (wanted < 18 || wanted > 46))) {
      return -4;
    }
    if (wanted > 19) {
      return -16;
    }
    if (wanted != 0 && wanted == pendingShift) {
      pendingAsked = true;
      return pendingHasMemory ? 0 : -9;
    }
    pendingShift = (int) wanted;
    pendingAsked = false;
    pendingHasMemory = wanted != 0 && memory-- != 0;
    return wanted == 0 ? 0 : 9902;
  }

  private long commit(long flags, long wanted) {
    if (!resizing || shift == 0) {
      return resizing ? 3 : -10;
    }
    if (flags != 0) {
      return -4;
    }
    int pending = pendingShift;
    pendingShift = 0;
    if (pending == 0 || pending != wanted) {
      return 2;
    }
    if (!pendingAsked || !pendingHasMemory) {
      return pendingAsked ? -9 : 1;
    }
    Map<Long, long[]> moved = new HashMap<>();
    for (Map.Entry<Long, long[]> entry : new TreeMap<>(entries).entrySet()) {
      long[] dwords = entry.getValue();
      if ((dwords[0] & 0x10) == 0) {
        continue;
      }
      if (dwords[0] < 0) {
        return -1;
      }
      if (moved.putIfAbsent(EntryModel.newSlot(entry.getKey(), dwords, pending), dwords) != null) {
        return -6;
      }
    }
    become(pending, moved);
    return 0;
  }

  private long register(long flags) {
    if (flags != 0x18 && flags != 0x1c) {
      return -4;
    }
    if (flags == 0x1c && shift != 0) {
      become(0, new HashMap<>());
    } else if (flags == 0x18 && shift == 0) {
      if (memory-- == 0) {
        return -9;
      }
      become(18, new HashMap<>());
    }
    return 0;
  }

  private void become(int newShift, Map<Long, long[]> newEntries) {
    shift = newShift;
    entries = newEntries;
    changed = new HashSet<>(newEntries.keySet());
    pendingShift = 0;
  }

  private void put(long slot, long dword0, long dword1) {
    changed.add(slot);
    if ((dword0 & 1) == 0) {
      entries.remove(slot);
    } else {
      entries.put(slot, new long[] {dword0, dword1});
    }
  }

  private boolean isWrong(long slot) {
    return slot < 0 || slot >= 1L << shift - 4;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.harness.realtables.RealIterations;
import org.savevm4j.harness.realtables.RealTables;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.htab.HtabApplier;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.StateInput;

/** The table that a Linux guest of 1 GiB had after many forks: 8 MiB, 3.2 % valid. */
final class RealTile {

  private static final HptGeometry GEOMETRY = new HptGeometry(23);

  private RealTile() {}

  /** Lays it over an empty table, as often as it fits in; of a smaller table its end fills all. */
  static void lay(HashPageTable table) throws IOException {
    HashPageTable tile = new HashPageTable(GEOMETRY, SparseArena.ofShared());
    try {
      load(tile);
      for (long word = 0; word < tile.occupied().words(); word++) {
        for (long bits = tile.occupied().word(word); bits != 0; bits &= bits - 1) {
          lay(tile, (word << 6) + Long.numberOfTrailingZeros(bits), table);
        }
      }
    } finally {
      tile.free();
    }
  }

  private static void lay(HashPageTable tile, long slot, HashPageTable table) {
    long dword0 = tile.dword0(slot);
    long leftOut = Math.max(0, GEOMETRY.slots() - table.geometry().slots());
    if (slot < leftOut) {
      return;
    }
    for (long at = slot - leftOut; at < table.geometry().slots(); at += GEOMETRY.slots()) {
      table.lock(at);
      table.store(at, dword0, tile.dword1(slot));
    }
  }

  private static void load(HashPageTable tile) throws IOException {
    HtabApplier applier = new HtabApplier(tile, Hpte.V_HOST);
    for (byte[] iteration : RealIterations.of(RealTables.FORK)) {
      StateInput in = new StateInput(Channels.newChannel(new ByteArrayInputStream(iteration)));
      long at = in.position();
      for (HtabRecord record = HtabRecord.get(in); !record.isEndMarker(); ) {
        applier.apply(record, at, in::get);
        at = in.position();
        record = HtabRecord.get(in);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.memory.RamHost;

/** Loads into fresh RAM of a machine, swapped in at commit for what is freed later. */
final class MachineRamTarget implements RamTarget {

  private final RamHost host;

  /** Not the machine's: fresh before commit, what it had after. */
  private @Nullable GuestRam spare;

  MachineRamTarget(RamHost host) {
    this.host = host;
  }

  @Override
  public @Nullable String refusal(String name, long bytes) {
    return name.equals(RamSection.MAIN_BLOCK) && bytes == host.bytes()
        ? null
        : RamSection.MAIN_BLOCK + " of this machine's " + host.bytes() + " bytes";
  }

  @Override
  public Block block(String name, long bytes) {
    GuestRam ram = host.allocate();
    spare = ram;
    return new Block() {
      @Override
      public MemorySegment memory() {
        return ram.memory();
      }

      @Override
      public void stored(long page) {
        ram.markDirty(page);
      }

      @Override
      public boolean isStored(long page) {
        return ram.touchedPages().get(page);
      }
    };
  }

  @Override
  public void commit() {
    if (spare != null) {
      spare = host.adopt(spare);
    }
  }

  @Override
  public void free() {
    if (spare != null) {
      spare.free();
      spare = null;
    }
  }
}

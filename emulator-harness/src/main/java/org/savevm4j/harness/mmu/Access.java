// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.savevm4j.hpt.Hpte;

/** What a processor wants of an address. */
public enum Access {
  /** A load. */
  READ(HashMmu.MSR_DR, Hpte.R_REFERENCED),
  /** A store. */
  WRITE(HashMmu.MSR_DR, Hpte.R_REFERENCED | Hpte.R_CHANGED),
  /** An instruction fetch. */
  FETCH(HashMmu.MSR_IR, Hpte.R_REFERENCED);

  private final long relocation;
  private final long recorded;

  Access(long relocation, long recorded) {
    this.relocation = relocation;
    this.recorded = recorded;
  }

  /** The bit of the MSR that has such addresses translated. */
  long relocation() {
    return relocation;
  }

  /** The bits of doubleword 1 by which the entry remembers it. */
  long recorded() {
    return recorded;
  }
}

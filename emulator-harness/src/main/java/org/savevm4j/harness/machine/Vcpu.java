// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import org.savevm4j.harness.hcall.Hypercalls;
import org.savevm4j.harness.mmu.Slb;

/**
 * A virtual processor: its registers and its segments.
 *
 * <p>Its own thread uses it while the guest runs; while the guest is paused, whoever saves or loads
 * the machine. The pause gate makes what one of them wrote visible to the other.
 */
public final class Vcpu {

  private static final int GPRS = 32;

  private final int index;
  private final Hypercalls hypercalls;
  private final long[] gpr = new long[GPRS];
  private final Slb slb = new Slb();
  private long nip;
  private long msr;

  /** A vCPU with all registers zero. */
  Vcpu(int index, Hypercalls hypercalls) {
    this.index = index;
    this.hypercalls = hypercalls;
  }

  /** Its number, from 0 on. */
  public int index() {
    return index;
  }

  /** The 32 general purpose registers, live. */
  public long[] gpr() {
    return gpr;
  }

  /** Effective address of the next instruction. */
  public long nip() {
    return nip;
  }

  public void nip(long value) {
    nip = value;
  }

  /** Machine state register. */
  public long msr() {
    return msr;
  }

  public void msr(long value) {
    msr = value;
  }

  public Slb slb() {
    return slb;
  }

  /** Does a hypercall, from within a step; see {@link Hypercalls#call}. */
  public long hcall(long opcode, long[] args) {
    return hypercalls.call(opcode, args);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.hcall.Hypercalls;
import org.savevm4j.harness.mmu.CurrentTable;
import org.savevm4j.harness.mmu.Invalidations;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.harness.mmu.VcpuMmu;

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
  private final VcpuMmu mmu;
  private @Nullable HcallWatch watch;
  private volatile long hostThread;
  private long nip;
  private long msr;

  /** A vCPU with all registers zero. */
  Vcpu(int index, Hypercalls hypercalls, CurrentTable tables, Invalidations invalidations) {
    this.index = index;
    this.hypercalls = hypercalls;
    this.mmu = new VcpuMmu(tables, slb, invalidations);
  }

  /** Its number, from 0 on. */
  public int index() {
    return index;
  }

  /** What the system calls the thread that runs it; 0 while none does. Any thread. */
  public long hostThread() {
    return hostThread;
  }

  void hostThread(long id) {
    hostThread = id;
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

  /** How it translates addresses, through its segments and the machine's table. */
  public VcpuMmu mmu() {
    return mmu;
  }

  /** Makes all registers and segments zero; the guest is paused. */
  void reset() {
    Arrays.fill(gpr, 0);
    slb.clear();
    nip = 0;
    msr = 0;
  }

  /** Does a hypercall, from within a step; see {@link Hypercalls#call}. */
  public long hcall(long opcode, long[] args) {
    HcallWatch heard = watch;
    if (heard == null) {
      return hypercalls.call(opcode, args);
    }
    long begin = System.nanoTime();
    long code = hypercalls.call(opcode, args);
    heard.took(opcode, System.nanoTime() - begin);
    return code;
  }

  /** Says who hears of its hypercalls from now on, or nobody; the guest is paused. */
  public void watch(@Nullable HcallWatch next) {
    watch = next;
  }
}

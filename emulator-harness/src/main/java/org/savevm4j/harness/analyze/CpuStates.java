// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.stream.StateInput;

/**
 * Picks out of the sections "cpu" what a translation needs: the MSR, and the SLB that stands in the
 * subsection "cpu/slb" as pairs of be64 esid and be64 vsid. Everything else is skipped.
 */
public final class CpuStates implements FieldListener {

  private static final String CPU = "cpu";
  private static final String MSR = "env.msr";
  private static final String SLB = "cpu/slb:env.slb";

  /** Two words an entry. */
  private static final int SLB_WORDS = 2 * Slb.ENTRIES;

  private final Map<Long, Cpu> cpus = new TreeMap<>();

  /** None yet. */
  public CpuStates() {}

  @Override
  public void leaf(Leaf leaf, StateInput in) throws IOException {
    if (wants(leaf)) {
      take(leaf, in.getBytes((int) leaf.bytes()));
    } else {
      in.skip(leaf.bytes());
    }
  }

  /** Whether it is one of the fields that are picked out; those are short. */
  boolean wants(Leaf leaf) {
    if (!leaf.header().name().equals(CPU)) {
      return false;
    }
    if (leaf.path().equals(MSR) && leaf.bytes() == Long.BYTES) {
      return true;
    }
    // a subsection stands behind all fields, the MSR among them
    Cpu cpu = cpus.get(leaf.header().instance());
    return leaf.path().startsWith(SLB)
        && cpu != null
        && cpu.slbWords.size() + leaf.bytes() / Long.BYTES <= SLB_WORDS;
  }

  /** Takes the bytes of such a field. */
  void take(Leaf leaf, byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes);
    if (leaf.path().equals(MSR)) {
      cpus.put(leaf.header().instance(), new Cpu(words.getLong()));
      return;
    }
    Cpu cpu = cpus.get(leaf.header().instance());
    while (cpu != null && words.remaining() >= Long.BYTES) {
      cpu.slbWords.add(words.getLong());
    }
  }

  /** The state of the CPU of this instance id, or null if the stream does not tell its MSR. */
  public @Nullable Cpu cpu(long instance) {
    return cpus.get(instance);
  }

  List<Long> instances() {
    return List.copyOf(cpus.keySet());
  }

  /** What a translation needs of one CPU. */
  public static final class Cpu {

    private final List<Long> slbWords = new ArrayList<>();
    private final long msr;

    private Cpu(long msr) {
      this.msr = msr;
    }

    public long msr() {
      return msr;
    }

    public Slb slb() {
      Slb slb = new Slb();
      for (int i = 0; i + 1 < slbWords.size() && i / 2 < Slb.ENTRIES; i += 2) {
        slb.set(i / 2, slbWords.get(i), slbWords.get(i + 1));
      }
      return slb;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.savevm4j.harness.analyze.CpuStates;
import org.savevm4j.harness.analyze.LookAhead;
import org.savevm4j.harness.analyze.VmdescWalk;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StreamException;

/**
 * Target: the end of a stream, from the payload of its first unknown section on: read ahead to the
 * VMDESC, and walked by it.
 */
public final class VmdescFuzz {

  private static final SectionHeader FIRST = new SectionHeader(RecordType.FULL, 9, "cpu", 0, 5);
  private static final RunLimits LIMITS = new RunLimits();

  private VmdescFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    LIMITS.run(
        input.length,
        () -> {
          try {
            walk(input);
          } catch (StreamException _) {
            // what a hostile stream may lead to
          }
        });
  }

  private static void walk(byte[] tail) throws IOException {
    LookAhead channel = new LookAhead(Channels.newChannel(new ByteArrayInputStream(tail)));
    StateInput in = new StateInput(channel);
    CpuStates cpus = new CpuStates();
    VmdescWalk walk = new VmdescWalk(channel.vmdesc(FIRST, in), cpus);
    QevmReader frame = new QevmReader(in);
    QevmReader.Item item = new QevmReader.Item.Section(RecordType.FULL, FIRST);
    while (!(item instanceof QevmReader.Item.End)) {
      if (item instanceof QevmReader.Item.Section section) {
        walk.load(section.header(), in);
        frame.endSection(section);
      }
      item = frame.next();
    }
    CpuStates.Cpu cpu = cpus.cpu(0);
    if (cpu != null) {
      cpu.slb();
    }
  }
}

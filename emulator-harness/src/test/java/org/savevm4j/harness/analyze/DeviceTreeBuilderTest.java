// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.analyze.DeviceTree.MoreElements;
import org.savevm4j.harness.analyze.DeviceTree.Node;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;

/** What is kept of devices that are made to have as many fields as they can. */
class DeviceTreeBuilderTest {

  @Test
  void arraysOfWhichNoElementIsKeptAreCountedAmongTheFields() {
    DeviceTreeBuilder builder = builder(3);
    for (int i = 0; i < 100; i++) {
      enter(builder, "array" + i, 0);
    }
    assertEquals(
        List.of(
            new MoreElements("array0", 1),
            new MoreElements("array1", 1),
            new MoreElements("array2", 1)),
        fields(builder),
        "no more of them than fields are kept");
    assertEquals(97, builder.tree().leftOut());
  }

  @Test
  void elementsOfOneArrayAreOneField() {
    DeviceTreeBuilder builder = builder(1);
    for (int i = 0; i < 100; i++) {
      enter(builder, "queue", i);
    }
    assertEquals(List.of(new MoreElements("queue", 100)), fields(builder));
    assertEquals(0, builder.tree().leftOut());
  }

  /** A device of which no element of an array is kept, and so many fields. */
  private static DeviceTreeBuilder builder(long nodes) {
    DeviceTreeBuilder builder =
        new DeviceTreeBuilder(new CpuStates(), new KeptState(0, 16, 1024, nodes));
    builder.device(new SectionHeader(RecordType.FULL, 9, "acme", 0, 1));
    return builder;
  }

  private static void enter(DeviceTreeBuilder builder, String array, long index) {
    builder.enter(array, index);
    builder.leave();
  }

  private static List<Node> fields(DeviceTreeBuilder builder) {
    return builder.tree().devices().getFirst().fields();
  }
}

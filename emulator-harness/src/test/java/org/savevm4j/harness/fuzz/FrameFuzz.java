// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StreamException;

/** Target: the frame of a stream whose payloads are all empty, and its VMDESC. */
public final class FrameFuzz {

  private static final int MOST_VMDESC = 1 << 20;
  private static final EndingInput INPUT = new EndingInput();
  private static final RunLimits LIMITS = new RunLimits();

  private FrameFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    LIMITS.run(
        input.length,
        () -> {
          try {
            walk(INPUT.of(input));
          } catch (StreamException _) {
            // what a hostile stream may lead to
          }
        });
  }

  private static void walk(StateInput in) throws IOException {
    QevmReader reader = new QevmReader(in);
    reader.begin();
    for (QevmReader.Item item = reader.next();
        !(item instanceof QevmReader.Item.End);
        item = reader.next()) {
      if (item instanceof QevmReader.Item.Section section) {
        reader.endSection(section);
      }
    }
    reader.vmdesc(MOST_VMDESC);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import org.savevm4j.harness.board.FuzzedMachine;
import org.savevm4j.harness.board.HtabAccess;

/** Loads whole streams into one machine, again and again. */
final class MachineRuns {

  private final FuzzedMachine machine;
  private final RunLimits limits = new RunLimits();
  private long digest;

  MachineRuns(HtabAccess access) throws IOException {
    machine = new FuzzedMachine(access);
    digest = machine.digest();
  }

  /** Loads a stream, or sees that it is refused and changed nothing. */
  void run(byte[] stream) throws IOException {
    limits.run(
        stream.length,
        () -> {
          try {
            machine.load(stream);
            digest = machine.digest();
          } catch (IOException refused) {
            Refusal.require(refused);
            if (machine.digest() != digest) {
              throw new AssertionError("the machine has changed, though: " + refused, refused);
            }
          }
        });
  }
}

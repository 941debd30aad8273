// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.stream.StreamException;

/** Whether an error is one that a hostile stream may lead to. */
final class Refusal {

  private Refusal() {}

  /**
   * Fails unless it names the place: a stream's error, or a load's that no loader broke down on.
   */
  static void require(IOException error) {
    boolean typed =
        switch (error) {
          case StreamException _ -> true;
          case LoadException load ->
              !(load.getCause() instanceof RuntimeException) && !(load.getCause() instanceof Error);
          default -> false;
        };
    if (!typed) {
      throw new AssertionError("no typed error: " + error, error);
    }
  }
}

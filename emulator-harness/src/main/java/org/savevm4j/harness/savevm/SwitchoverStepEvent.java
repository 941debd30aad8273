// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a flight recording: a step of the switchover, guest stopped. */
@Name(SwitchoverStepEvent.NAME)
@Label("Switchover Step")
@Category({"savevm4j", "Migration"})
@Description("A step between the stop of the guest and its start elsewhere")
@StackTrace(false)
final class SwitchoverStepEvent extends Event {

  static final String NAME = "org.savevm4j.SwitchoverStep";

  @Label("Step")
  String step = "";

  /** Does a step, and records it where somebody asked for that; also one that fails. */
  static void record(String name, Work work) throws IOException {
    SwitchoverStepEvent event = new SwitchoverStepEvent();
    event.begin();
    try {
      work.run();
    } finally {
      event.end();
      if (event.shouldCommit()) {
        event.step = name;
        event.commit();
      }
    }
  }

  /** What a step does. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }
}

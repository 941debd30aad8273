// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a flight recording: a payload of a live section that was sent. */
@Name(SectionTurnEvent.NAME)
@Label("Section Turn")
@Category({"savevm4j", "Migration"})
@Description("A live section put one payload")
@StackTrace(false)
final class SectionTurnEvent extends Event {

  static final String NAME = "org.savevm4j.SectionTurn";

  @Label("Section")
  String section = "";

  @Label("Payload")
  String payload = "";

  @Label("Bytes")
  @DataAmount
  long bytes;

  /** Ends it, and records it where somebody asked for that. */
  void commit(LiveSave save, String kind, long put) {
    if (shouldCommit()) {
      section = save.open().name();
      payload = kind;
      bytes = put;
      commit();
    }
  }
}

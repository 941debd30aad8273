// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a flight recording: a lap of a live section over all that it has, from end to end. */
@Name(SectionPassEvent.NAME)
@Label("Section Pass")
@Category({"savevm4j", "Migration"})
@Description("A live section went once over all it has")
@StackTrace(false)
final class SectionPassEvent extends Event {

  static final String NAME = "org.savevm4j.SectionPass";

  @Label("Section")
  String section = "";

  @Label("Pass")
  @Description("Number of the last lap that ended, from 1 on")
  long pass;

  @Label("Records")
  @Description("Of a page table; 0 for sections that do not count any")
  long records;

  @Label("Bytes")
  @DataAmount
  long bytes;
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** Grades what the saver saw of a slot, and whether it is marked afterwards. */
@Outcome(id = "new, clean", expect = Expect.ACCEPTABLE, desc = "The lap has the new entry.")
@Outcome(id = ".*, marked", expect = Expect.ACCEPTABLE, desc = "The next lap will have it.")
@Outcome(id = ".*, clean", expect = Expect.FORBIDDEN, desc = "The change is lost.")
final class NoChangeIsLost {

  private NoChangeIsLost() {}
}

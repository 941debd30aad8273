// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * Grades a protocol that lacks a step. That it loses a change must be seen: {@link ProtocolRun}
 * fails if it is not.
 */
@Outcome(id = "new, clean", expect = Expect.ACCEPTABLE, desc = "The lap has the new entry.")
@Outcome(id = ".*, marked", expect = Expect.ACCEPTABLE, desc = "The next lap will have it.")
@Outcome(
    id = ".*, clean",
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Lost, as it must be without this step: the test can fail.")
final class ChangeCanBeLost {

  private ChangeCanBeLost() {}
}

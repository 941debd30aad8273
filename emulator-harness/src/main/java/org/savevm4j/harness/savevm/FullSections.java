// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.state.Staged;
import org.savevm4j.stream.StateInput;

/** Who gets the payload of a FULL section: a machine's devices, or an onlooker. */
@FunctionalInterface
public interface FullSections {

  /** Gets the payload exactly to its end, checks it, and changes nothing yet. */
  Staged load(SectionHeader header, StateInput in) throws IOException;
}

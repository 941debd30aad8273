// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

import org.savevm4j.state.VersionRange;

/** A section that is open on a machine: one of two kinds, which the host tells apart by type. */
public sealed interface Section permits LiveSection, DeviceSection {

  /** {@return the version ids that load; none above them is ever written} */
  VersionRange versions();
}

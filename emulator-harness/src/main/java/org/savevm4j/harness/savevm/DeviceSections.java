// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.List;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.state.Staged;
import org.savevm4j.stream.StateInput;

/** Loads FULL sections into a machine's own devices, and refuses all others. */
public record DeviceSections(List<OpenSection> sections) implements FullSections {

  @Override
  public Staged load(SectionHeader header, StateInput in) throws IOException {
    OpenSection open = OpenSection.find(sections, DeviceSection.class, header, in.position());
    return ((DeviceSection<?>) open.section()).load(in, header.version());
  }
}

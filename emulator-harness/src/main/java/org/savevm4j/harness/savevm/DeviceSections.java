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
    for (OpenSection open : sections) {
      if (open.name().equals(header.name())
          && open.instance() == header.instance()
          && open.section() instanceof DeviceSection<?> device) {
        if (!open.versions().contains(header.version())) {
          throw new LoadException(
              header.toString(), in.position(), open.versions().refuse(header.version()), null);
        }
        return device.load(in, header.version());
      }
    }
    throw new LoadException(
        header.toString(),
        in.position(),
        "this machine has no such device; it has "
            + sections.stream()
                .filter(open -> open.section() instanceof DeviceSection<?>)
                .map(OpenSection::label)
                .toList(),
        null);
  }
}

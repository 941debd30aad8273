// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.util.Set;
import org.savevm4j.harness.memory.RamHost;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.state.VersionRange;

/** The RAM of one machine as a live section. */
public record RamSection(RamHost host) implements LiveSection {

  public static final String NAME = "ram";

  /** The machine's RAM as streams name it. */
  public static final String MAIN_BLOCK = "ppc_spapr.ram";

  public static final VersionRange VERSIONS = VersionRange.of(4);

  @Override
  public VersionRange versions() {
    return VERSIONS;
  }

  @Override
  public Set<String> capabilities() {
    return Set.of();
  }

  @Override
  public LiveSaver newSaver(Set<String> enabled) {
    return new RamSaver(host.current());
  }

  @Override
  public LiveLoader newLoader(long version) {
    VERSIONS.require(version);
    return new RamLoader(new MachineRamTarget(host));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import org.savevm4j.backend.HtabBackend;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.state.VersionRange;

/** The section on one machine. */
record HtabSection(HtabBackend backend) implements LiveSection {

  static final long CLASSIC = 1;

  @Override
  public VersionRange versions() {
    return VersionRange.of(CLASSIC);
  }

  @Override
  public LiveSaver newSaver() {
    return new HtabSaver(backend);
  }

  @Override
  public LiveLoader newLoader(long version) {
    return new HtabLoader(backend);
  }
}

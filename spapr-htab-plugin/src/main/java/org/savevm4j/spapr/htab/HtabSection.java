// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import org.savevm4j.hpt.HptHost;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;

/** The section on one machine. */
record HtabSection(HptHost host) implements LiveSection {

  @Override
  public LiveSaver newSaver() {
    return new HtabSaver(host);
  }

  @Override
  public LiveLoader newLoader(long version) {
    return new HtabLoader(host);
  }
}

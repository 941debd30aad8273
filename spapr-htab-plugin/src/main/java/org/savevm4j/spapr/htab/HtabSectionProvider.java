// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import org.savevm4j.backend.HtabBackend;
import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;

/** Provides "spapr/htab" to machines that offer an {@link HtabBackend}. */
public final class HtabSectionProvider implements SectionProvider {

  /** For {@link java.util.ServiceLoader}. */
  public HtabSectionProvider() {}

  @Override
  public String name() {
    return "spapr/htab";
  }

  @Override
  public long instanceId() {
    return 0;
  }

  @Override
  public Section open(SectionHost host) {
    return new HtabSection(host.service(HtabBackend.class));
  }
}

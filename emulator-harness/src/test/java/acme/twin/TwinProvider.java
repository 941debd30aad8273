// SPDX-License-Identifier: Apache-2.0
package acme.twin;

import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;

/** A second provider of "spapr/htab", which a test puts into a jar of its own. */
public final class TwinProvider implements SectionProvider {

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
    throw new UnsupportedOperationException("refused before it is opened");
  }
}

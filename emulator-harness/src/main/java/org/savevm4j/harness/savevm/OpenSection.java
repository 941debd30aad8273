// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.section.VersionRange;

/**
 * A section that is open on a machine, under the name that the stream knows it by.
 *
 * @param instance unsigned 32 bits
 * @param versions what loads
 */
public record OpenSection(String name, long instance, VersionRange versions, Section section) {

  public static OpenSection of(SectionProvider provider, SectionHost host) {
    return new OpenSection(
        provider.name(), provider.instanceId(), provider.versions(), provider.open(host));
  }

  /** The section as errors name it. */
  public String label() {
    return instance == 0 ? name : name + " (instance " + instance + ")";
  }
}

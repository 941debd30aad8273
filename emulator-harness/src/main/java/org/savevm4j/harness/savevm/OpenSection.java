// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.List;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;

/**
 * A section that is open on a machine, under the name that the stream knows it by.
 *
 * @param instance unsigned 32 bits
 */
public record OpenSection(String name, long instance, Section section) {

  public static OpenSection of(SectionProvider provider, SectionHost host) {
    return new OpenSection(provider.name(), provider.instanceId(), provider.open(host));
  }

  /**
   * The section of one kind that a stream names.
   *
   * @param offset where the stream does so, for the error
   * @throws LoadException if there is none, listing those that there are, or if the version is too
   *     old or too new
   */
  static <S extends Section> S find(
      List<OpenSection> sections, Class<S> kind, SectionHeader header, long offset)
      throws LoadException {
    for (OpenSection open : sections) {
      if (open.name.equals(header.name())
          && open.instance == header.instance()
          && kind.isInstance(open.section)) {
        if (!open.section.versions().contains(header.version())) {
          throw new LoadException(
              header.toString(), offset, open.section.versions().refuse(header.version()), null);
        }
        return kind.cast(open.section);
      }
    }
    throw new LoadException(
        header.toString(),
        offset,
        "this machine has no such section; it has "
            + sections.stream()
                .filter(open -> kind.isInstance(open.section))
                .map(OpenSection::label)
                .toList(),
        null);
  }

  /** The section as errors name it. */
  public String label() {
    return instance == 0 ? name : name + " (instance " + instance + ")";
  }
}

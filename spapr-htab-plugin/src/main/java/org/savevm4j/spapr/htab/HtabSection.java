// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.util.Set;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.state.VersionRange;

/** The section on one machine. */
record HtabSection(HtabBackend backend) implements LiveSection {

  /** Records as they are: QEMU's format. */
  static final long CLASSIC = 1;

  /** Records in packed blocks. */
  static final long PACKED = 2;

  /** What versions 3 and 4 have more than 1 and 2: a digest of the table in END. */
  static final long WITH_DIGEST = 2;

  /** Switches from version 1 to version 2. */
  static final String CAPABILITY = "x-htab-packed";

  @Override
  public VersionRange versions() {
    return new VersionRange(CLASSIC, PACKED + WITH_DIGEST);
  }

  @Override
  public Set<String> capabilities() {
    return Set.of(CAPABILITY, Configuration.SECTION_CHECKSUM);
  }

  @Override
  public LiveSaver newSaver(Set<String> enabled) {
    return new HtabSaver(
        backend,
        enabled.contains(CAPABILITY) ? new PackedForm() : new ClassicForm(),
        enabled.contains(Configuration.SECTION_CHECKSUM));
  }

  @Override
  public LiveLoader newLoader(long version) {
    versions().require(version);
    boolean digest = version > WITH_DIGEST;
    long records = digest ? version - WITH_DIGEST : version;
    return new HtabLoader(
        backend, records == PACKED ? new PackedForm() : new ClassicForm(), digest);
  }
}

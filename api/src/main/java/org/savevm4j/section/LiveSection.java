// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

import java.util.Set;

/** State that is sent while the guest runs. At most one saver and one loader are open at a time. */
public non-sealed interface LiveSection extends Section {

  /**
   * {@return names of the migration capabilities that change what this section writes} Theirs begin
   * with {@code x-}, so that none is taken for one of QEMU's. Both sides of a migration must have
   * the same of them on; the host sees to that.
   */
  Set<String> capabilities();

  /**
   * Begins a save; moves no data yet. The migration thread, guest running or paused.
   *
   * @param enabled those of {@link #capabilities} that are on
   * @return the save; used by the one migration
   */
  LiveSaver newSaver(Set<String> enabled);

  /**
   * Begins a load. The incoming thread, guest paused.
   *
   * @param version one of {@link #versions}, which a host looks at before
   * @return the load; used by the one migration
   * @throws IllegalArgumentException if it is none of them, as {@link
   *     org.savevm4j.state.VersionRange#require} says it
   */
  LiveLoader newLoader(long version);
}

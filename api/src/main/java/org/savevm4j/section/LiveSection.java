// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

/** State that is sent while the guest runs. At most one saver and one loader are open at a time. */
public non-sealed interface LiveSection extends Section {

  /** Begins a save; moves no data yet. The migration thread, guest running or paused. */
  LiveSaver newSaver();

  /**
   * Begins a load. The incoming thread, guest paused.
   *
   * @param version one of the provider's versions
   */
  LiveLoader newLoader(long version);
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a save learns that its last byte arrived. */
public interface Acknowledgement {

  /**
   * Waits until the other side has taken all up to a ping: the stream's beginning, and later what
   * was sent before the guest is stopped. Called only where there is a return path, once a ping;
   * the guest runs.
   */
  void awaitReady() throws IOException;

  /** Waits until the other side has all: synced to a file, or running the guest. */
  void await() throws IOException;

  /**
   * What the other side said before it let the link go, asked once after a write to it failed.
   *
   * @return that it gave up, which says more than a broken link; or null
   */
  @Nullable DestinationGaveUpException lastWord();

  /**
   * Whether the guest may be running elsewhere when {@link #await} fails. If so, the guest stays
   * paused here, since two of it must never run.
   */
  boolean guestMayRunElsewhere();
}

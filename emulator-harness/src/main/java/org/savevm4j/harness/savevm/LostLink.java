// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import org.savevm4j.harness.transport.TransportException;

/**
 * Why a link with a return path was lost. A destination that gives up says so and lets the link go,
 * and the source, which may be writing at that moment, meets a broken link first.
 */
final class LostLink {

  private LostLink() {}

  /** The destination's last word if the link failed and there is one, else {@code failure}. */
  static Throwable reason(Throwable failure, Acknowledgement acknowledgement) {
    if (!(failure instanceof TransportException)
        && !(failure.getCause() instanceof TransportException)) {
      return failure;
    }
    DestinationGaveUpException word = acknowledgement.lastWord();
    if (word == null) {
      return failure;
    }
    word.addSuppressed(failure);
    return word;
  }
}

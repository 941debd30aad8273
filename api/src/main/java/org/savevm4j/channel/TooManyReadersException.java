// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import org.savevm4j.hpt.DirtyTracking;

/** A table has as many open readers as it takes. */
public final class TooManyReadersException extends HtabChannelException {

  private static final long serialVersionUID = 1L;

  /**
   * The table takes {@link DirtyTracking#MAX_OPEN} readers, all of which are open.
   *
   * @param cause what the table said
   */
  public TooManyReadersException(Throwable cause) {
    super(
        "the table has "
            + DirtyTracking.MAX_OPEN
            + " readers, which is as many as it takes; close one of them");
    initCause(cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;

/** What a channel, or the opening of one, refuses. The message is one line for a user. */
public abstract sealed class HtabChannelException extends IOException
    permits UnknownFlagsException,
        StartIndexException,
        TooManyReadersException,
        StaleChannelException,
        NoTableException,
        VcpusRunException,
        RefusedRecordException,
        RefusedBlockException {

  private static final long serialVersionUID = 1L;

  HtabChannelException(String message) {
    super(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import java.io.IOException;

/** A stream whose bytes cannot be what their format asks for. The channel itself worked. */
public abstract sealed class StreamException extends IOException
    permits TruncatedStreamException, MalformedStreamException, ChecksumException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String reason;

  StreamException(long offset, String reason) {
    super("offset " + offset + ": " + reason);
    this.offset = offset;
    this.reason = reason;
  }

  /**
   * {@return the offset in bytes, from the start of the stream, of the first byte that is at fault}
   */
  public final long offset() {
    return offset;
  }

  /** {@return what is wrong, without the offset} */
  public final String reason() {
    return reason;
  }
}

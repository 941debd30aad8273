// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

/** The stream ended inside a value. Its offset is that of the byte that should have come next. */
public final class TruncatedStreamException extends StreamException {

  private static final long serialVersionUID = 1L;

  /**
   * Says where a stream ended too early.
   *
   * @param offset of its end, in bytes from its start
   * @param missing how many bytes were due, at least 1
   */
  public TruncatedStreamException(long offset, long missing) {
    super(offset, "the stream ends here, " + missing + " more byte(s) were due");
  }
}

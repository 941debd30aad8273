// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import org.savevm4j.harness.transport.TransportException;

/** A save failed; says at which section, or between them, and how many bytes it had put. */
public final class SaveException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param callback what of the section was called; told unless the link failed
   * @param offset in bytes from the start of the stream, those included that wait to be sent
   */
  SaveException(OpenSection section, String callback, long offset, Throwable cause) {
    super(
        "while sending %s at offset %d: %s%s"
            .formatted(
                section.label(),
                offset,
                reason(cause),
                cause instanceof TransportException ? "" : section.blame(callback)),
        cause);
  }

  /** What failed was the frame around the sections, or what waited to be sent. */
  SaveException(long offset, IOException cause) {
    super("while sending at offset %d: %s".formatted(offset, reason(cause)), cause);
  }

  private static String reason(Throwable cause) {
    return cause instanceof IOException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }
}

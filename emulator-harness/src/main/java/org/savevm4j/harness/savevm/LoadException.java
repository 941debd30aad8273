// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.stream.StreamException;

/**
 * A stream does not load: names the section, the offset and the reason. Nothing has changed, unless
 * it was a commit that failed.
 */
public final class LoadException extends IOException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String section;
  private final long offset;
  private final String reason;

  /**
   * @param section null: what is wrong is the frame around the sections
   * @param offset in bytes from the start of the stream
   * @param cause null if the bytes alone are
   */
  public LoadException(
      @Nullable String section, long offset, String reason, @Nullable Throwable cause) {
    super(
        (section == null ? "" : "section " + section + ": ") + "offset " + offset + ": " + reason,
        cause);
    this.section = section;
    this.offset = offset;
    this.reason = reason;
  }

  static LoadException of(@Nullable String section, StreamException fault) {
    return new LoadException(section, fault.offset(), fault.reason(), fault);
  }

  /** The section that was being loaded, or null: the fault is in the frame around them. */
  public @Nullable String section() {
    return section;
  }

  /** In bytes from the start of the stream. */
  public long offset() {
    return offset;
  }

  public String reason() {
    return reason;
  }
}

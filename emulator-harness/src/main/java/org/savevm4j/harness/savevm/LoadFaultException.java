// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A channel failed while a stream was loaded: that of the stream, or the one that a section stages
 * its table through. Names the section, the offset and the channel's own reason. Nothing has
 * changed.
 */
public final class LoadFaultException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param section null: the frame around the sections was being read
   * @param offset of the next byte of the stream
   */
  LoadFaultException(@Nullable String section, long offset, IOException cause) {
    super(
        "while loading %sat offset %d: %s"
            .formatted(
                section == null ? "" : "section " + section + " ",
                offset,
                Objects.requireNonNullElse(cause.getMessage(), cause.toString())),
        cause);
  }
}

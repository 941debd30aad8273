// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder of snapshots, or one of them, cannot be used. The message is one line: which and why.
 */
public final class SnapshotException extends IOException {

  private static final long serialVersionUID = 1L;

  SnapshotException(String message) {
    super(message);
  }

  private SnapshotException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The same fault with the file that it is about before it. */
  static SnapshotException of(String file, IOException fault) {
    return fault instanceof SnapshotException named
        ? named
        : new SnapshotException(file + ": " + reason(fault), fault);
  }

  private static String reason(IOException fault) {
    return switch (fault) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> Objects.requireNonNullElse(fault.getMessage(), fault.getClass().getSimpleName());
    };
  }
}

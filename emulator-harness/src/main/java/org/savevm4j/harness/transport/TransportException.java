// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A channel that cannot be opened or stopped working. The message is one line: URI and reason. */
public final class TransportException extends IOException {

  private static final long serialVersionUID = 1L;

  public TransportException(MigrationUri uri, String reason) {
    super(uri + ": " + reason);
  }

  public TransportException(MigrationUri uri, String reason, IOException cause) {
    super(uri + ": " + reason, cause);
  }

  private TransportException(TransportException before) {
    super(before.getMessage(), before);
  }

  /** What a link that stays broken says when it is used again. */
  public TransportException again() {
    return new TransportException(this);
  }

  /** The same fault, with the URI before it and in words that stand alone. */
  public static TransportException of(MigrationUri uri, IOException fault) {
    return fault instanceof TransportException described
        ? described
        : new TransportException(uri, reason(fault), fault);
  }

  private static String reason(IOException fault) {
    return switch (fault) {
      case NoSuchFileException missing -> missing(missing.getFile());
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case UnknownHostException _ -> "the host is unknown";
      case SocketTimeoutException _ -> "no answer within " + TcpUri.CONNECT_SECONDS + " s";
      case ConnectException e when String.valueOf(e.getMessage()).contains("refused") ->
          "connection refused; nobody listens there";
      case ClosedChannelException _ -> "closed while in use";
      case IOException e when isCutOff(e) -> e.getMessage() + "; see what the other side says";
      default -> Objects.requireNonNullElse(fault.getMessage(), fault.getClass().getSimpleName());
    };
  }

  /** The other side closed while there was more to send; only it knows why. */
  private static boolean isCutOff(IOException fault) {
    String message = String.valueOf(fault.getMessage());
    return message.contains("Connection reset") || message.contains("Broken pipe");
  }

  private static String missing(@Nullable String file) {
    Path folder = file == null ? null : Path.of(file).toAbsolutePath().getParent();
    return folder == null || folder.toFile().isDirectory()
        ? "no such file"
        : "the folder " + folder + " does not exist";
  }
}

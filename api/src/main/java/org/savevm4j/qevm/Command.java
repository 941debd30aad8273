// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import org.savevm4j.stream.MalformedStreamException;

/**
 * A command record: {@code 08}, be16 command, be16 length, data.
 *
 * @param code which command
 * @param data its data, at most 65535 bytes
 */
public record Command(int code, byte[] data) {

  /** Asks the destination to open its return path; no data. */
  public static final int OPEN_RETURN_PATH = 1;

  /** Asks for a pong with the same be32 on the return path. */
  public static final int PING = 2;

  /** The source has stopped and what follows is the last of each section; no data. */
  public static final int SWITCHOVER_START = 11;

  /** Nobody here knows how long its data are. */
  static final int ANY_LENGTH = -1;

  /**
   * Refuses more data than a stream can carry.
   *
   * @throws IllegalArgumentException if they are more than 65535 bytes
   */
  public Command {
    if (data.length > 0xffff) {
      throw new IllegalArgumentException("a command carries at most 65535 bytes");
    }
  }

  /**
   * {@return what a stream is refused with whose command is not for whoever reads it}
   *
   * @param offset of the command in the stream, in bytes
   * @param bound what would have been right, as a phrase that follows "expected"
   */
  public MalformedStreamException refused(long offset, String bound) {
    return new MalformedStreamException(offset, "command", Integer.toString(code), bound);
  }

  /** Bytes of data that a command carries, always so many, or {@link #ANY_LENGTH}. */
  static int length(int code) {
    return switch (code) {
      case OPEN_RETURN_PATH, SWITCHOVER_START -> 0;
      case PING -> Integer.BYTES;
      default -> ANY_LENGTH;
    };
  }
}

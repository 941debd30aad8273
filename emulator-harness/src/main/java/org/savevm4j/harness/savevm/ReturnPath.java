// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import org.savevm4j.stream.ChecksumException;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * Messages from the destination back to the source.
 *
 * <pre>
 *   be16 type | be16 length | data
 *   SHUT 1: be32, 0 when the guest runs at the destination, else it has given up:
 *           2 since capabilities differ, 3 since a checksum does, 1 for any other reason
 *   PONG 2: the be32 of the ping that it answers
 * </pre>
 */
public final class ReturnPath {

  /** Status of a destination that gave up. */
  public static final int GAVE_UP = 1;

  /** Status of one that gave up since the source has other capabilities on. */
  public static final int CAPABILITIES_DIFFER = 2;

  /** Status of one that gave up since what came is not what was sent, as a checksum showed. */
  public static final int CONTENTS_DIFFER = 3;

  private static final int SHUT = 1;
  private static final int PONG = 2;
  private static final int DATA_BYTES = 4;

  /** How a server refuses who does not speak TLS: record type 21, version 3.x; RFC 8446, 5.1. */
  private static final int TLS_ALERT = 21 << Byte.SIZE | 3;

  private ReturnPath() {}

  /** Answers a ping. */
  public static void pong(StateOutput out, int token) throws IOException {
    message(out, PONG, token);
  }

  /** Says that the destination is done: 0, the guest is its own now; else it has given up. */
  public static void shut(StateOutput out, int status) throws IOException {
    message(out, SHUT, status);
  }

  /** The status of a destination that gave up for this reason. */
  public static int refusal(Throwable cause) {
    return cause.getCause() instanceof ChecksumException ? CONTENTS_DIFFER : GAVE_UP;
  }

  /** Waits for the answer to a ping. */
  public static void awaitPong(StateInput in) throws IOException {
    Message message = next(in);
    if (message.type() == SHUT) {
      throw new DestinationGaveUpException(message.value());
    }
  }

  /** Whether the last 8 bytes that a destination sent, big-endian, say that it has the guest. */
  public static boolean isAcceptance(long message) {
    return message == (SHUT << Short.SIZE | DATA_BYTES) * (1L << Integer.SIZE);
  }

  /** Waits for the destination's last word; pongs before it are passed over. */
  public static void awaitShut(StateInput in) throws IOException {
    Message message;
    do {
      message = next(in);
    } while (message.type() != SHUT);
    if (message.value() != 0) {
      throw new DestinationGaveUpException(message.value());
    }
  }

  private static Message next(StateInput in) throws IOException {
    long at = in.position();
    int type = in.getBe16();
    if (type == TLS_ALERT) {
      throw new IOException("the destination speaks TLS, and tls-creds is not set here; set it");
    }
    int length = in.getBe16();
    if ((type != SHUT && type != PONG) || length != DATA_BYTES) {
      throw new MalformedStreamException(
          at, "return path message", type + " of " + length + " bytes", "1 or 2, of 4 bytes");
    }
    return new Message(type, in.getBe32());
  }

  private static void message(StateOutput out, int type, int value) throws IOException {
    out.putBe16(type);
    out.putBe16(DATA_BYTES);
    out.putBe32(value);
    out.flush();
  }

  private record Message(int type, int value) {}
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * Messages from the destination back to the source.
 *
 * <pre>
 *   be16 type | be16 length | data
 *   SHUT 1: be32, 0 when the guest runs at the destination, else it has given up
 *   PONG 2: the be32 of the ping that it answers
 * </pre>
 */
public final class ReturnPath {

  private static final int SHUT = 1;
  private static final int PONG = 2;
  private static final int DATA_BYTES = 4;

  private ReturnPath() {}

  /** Answers a ping. */
  public static void pong(StateOutput out, int token) throws IOException {
    message(out, PONG, token);
  }

  /** Says that the destination is done: 0, the guest is its own now; else it has given up. */
  public static void shut(StateOutput out, int status) throws IOException {
    message(out, SHUT, status);
  }

  /** Waits for the destination's last word; pongs before it are passed over. */
  public static int awaitShut(StateInput in) throws IOException {
    while (true) {
      long at = in.position();
      int type = in.getBe16();
      int length = in.getBe16();
      if ((type != SHUT && type != PONG) || length != DATA_BYTES) {
        throw new MalformedStreamException(
            at, "return path message", type + " of " + length + " bytes", "1 or 2, of 4 bytes");
      }
      int value = in.getBe32();
      if (type == SHUT) {
        return value;
      }
    }
  }

  /** Whether the last 8 bytes that a destination sent, big-endian, say that it has the guest. */
  public static boolean isAcceptance(long message) {
    return message == (SHUT << Short.SIZE | DATA_BYTES) * (1L << Integer.SIZE);
  }

  private static void message(StateOutput out, int type, int value) throws IOException {
    out.putBe16(type);
    out.putBe16(DATA_BYTES);
    out.putBe32(value);
    out.flush();
  }
}

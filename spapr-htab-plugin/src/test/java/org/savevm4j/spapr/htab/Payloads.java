// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.HexFormat;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** Payloads as bytes, and bytes as payloads. */
final class Payloads {

  private Payloads() {}

  /** The bytes that {@code payload} puts. */
  static byte[] of(Put payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    payload.put(out);
    out.flush();
    return bytes.toByteArray();
  }

  static StateInput input(byte[] bytes) {
    return new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  /** Hexadecimal with any blanks. */
  static StateInput input(String hex) {
    return input(bytes(hex));
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @FunctionalInterface
  interface Put {
    void put(StateOutput out) throws IOException;
  }
}

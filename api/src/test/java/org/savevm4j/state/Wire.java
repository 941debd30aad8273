// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** State on the wire, as hexadecimal digits. */
final class Wire {

  private Wire() {}

  static <T> String save(DeviceState<T> state, T owner) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(sink));
    state.save(owner, out);
    out.flush();
    return HexFormat.of().formatHex(sink.toByteArray());
  }

  /** Loads and applies; answers how many of the bytes were got. */
  static <T> long load(DeviceState<T> state, T owner, String hex) throws IOException {
    return load(state, owner, hex, state.version());
  }

  static <T> long load(DeviceState<T> state, T owner, String hex, int version) throws IOException {
    StateInput in = input(hex);
    state.load(owner, in, version).apply();
    return in.position();
  }

  static StateInput input(String hex) {
    return new StateInput(
        Channels.newChannel(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
  }

  /** Input from a peer that stays connected and sends no more; to wait for it is an error here. */
  static StateInput inputThatThenWaits(String hex) {
    InputStream silence =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("waits for bytes that nobody sends");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream sent = new ByteArrayInputStream(HexFormat.of().parseHex(hex));
    return new StateInput(Channels.newChannel(new SequenceInputStream(sent, silence)));
  }

  /** What stands before a subsection's fields. */
  static String subsection(String name, int version) {
    return "05%02x%s%08x"
        .formatted(
            name.length(),
            HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII)),
            version);
  }
}

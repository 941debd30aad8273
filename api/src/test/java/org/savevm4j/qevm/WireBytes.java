// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.savevm4j.stream.StateInput;

/** A stream written down byte by byte, as the format's description has it, right or wrong. */
final class WireBytes {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A stream that begins as it should: magic, version, and a configuration without subsections. */
  static WireBytes begun() {
    return new WireBytes().hex("5145564d" + "00000003").configuration("pseries-10.0");
  }

  WireBytes hex(String digits) {
    bytes.writeBytes(HexFormat.of().parseHex(digits));
    return this;
  }

  WireBytes be32(long value) {
    return hex("%08x".formatted((int) value));
  }

  WireBytes text8(String text) {
    return hex("%02x".formatted(text.length())).text(text);
  }

  WireBytes text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  WireBytes configuration(String machine) {
    return hex("07").be32(machine.length()).text(machine);
  }

  WireBytes subsection(String name, long version) {
    return hex("05").text8(name).be32(version);
  }

  /** START or FULL, up to the payload. */
  WireBytes section(String type, long id, String name) {
    return hex(type).be32(id).text8(name).be32(0).be32(1);
  }

  WireBytes footer(long id) {
    return hex("7e").be32(id);
  }

  /** Bytes so far, which is the offset of whatever comes next. */
  int size() {
    return bytes.size();
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  QevmReader reader() {
    return reader(bytes());
  }

  static QevmReader reader(byte[] stream) {
    return new QevmReader(new StateInput(Channels.newChannel(new ByteArrayInputStream(stream))));
  }
}

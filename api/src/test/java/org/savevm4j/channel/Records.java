// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Records as tests write them down and read them. */
final class Records {

  private Records() {}

  /** One read into a direct buffer of that room. */
  static byte[] read(HtabChannel channel, int room) throws IOException {
    return read(channel, ByteBuffer.allocateDirect(room));
  }

  static byte[] read(HtabChannel channel, ByteBuffer into) throws IOException {
    int start = into.position();
    int bytes = channel.read(into);
    if (into.position() - start != bytes) {
      throw new AssertionError("the position moved by " + (into.position() - start));
    }
    byte[] got = new byte[bytes];
    into.get(start, got);
    return got;
  }

  /** Reads until there is nothing. */
  static byte[] readAll(HtabChannel channel, int room) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part = read(channel, room); part.length > 0; part = read(channel, room)) {
      all.write(part);
    }
    return all.toByteArray();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Hexadecimal with any blanks. */
  static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Applies records to a plain table of 16 bytes a slot; refuses what is not whole. */
  static void apply(byte[] records, HtabChannel of, byte[] table) {
    ByteBuffer in = ByteBuffer.wrap(records).order(of.headerOrder());
    while (in.hasRemaining()) {
      int index = in.getInt();
      int valid = Short.toUnsignedInt(in.getShort());
      int invalid = Short.toUnsignedInt(in.getShort());
      in.get(table, index * 16, valid * 16);
      Arrays.fill(table, (index + valid) * 16, (index + valid + invalid) * 16, (byte) 0);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.savevm4j.stream.BigEndian;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the VMDESC at the end of a file without reading what comes before: {@code 00 06}, a be32
 * length that reaches exactly to the file's end, or to the checksum there, and JSON.
 */
final class VmdescTail {

  /** The largest description that is looked for. */
  static final long MAX_BYTES = 8 << 20;

  /**
   * The most tokens of a description. A tree takes up to 60 bytes of heap for a token, and there
   * are tokens of one byte; a field of a device is about eight of them.
   */
  private static final long MAX_TOKENS = 1 << 19;

  /** Keeps nothing of a description that it has read, such as names. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
                  .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                  .build())
          .build();

  private static final int PREFIX_BYTES = 6;
  private static final int CHECKSUM_BYTES = 4;

  private VmdescTail() {}

  /**
   * The description, or null if there is none.
   *
   * @param from offset in bytes: what comes before is not looked at
   */
  static @Nullable JsonNode find(FileChannel file, long from) throws IOException {
    long size = file.size();
    long begin = Math.max(from, size - MAX_BYTES);
    if (begin >= size) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      return find(file.map(FileChannel.MapMode.READ_ONLY, begin, size - begin, arena));
    }
  }

  /**
   * The description, or null if there is none.
   *
   * @param tail the end of a stream, at most {@value #MAX_BYTES} bytes
   */
  static @Nullable JsonNode find(MemorySegment tail) {
    // JSON holds no zero byte: nothing behind the place that is sought looks like it
    for (long at = tail.byteSize() - PREFIX_BYTES - 1; at >= 0; at--) {
      long length = tail.byteSize() - at - PREFIX_BYTES;
      if (tail.get(ValueLayout.JAVA_BYTE, at + 1) == 0x06
          && tail.get(ValueLayout.JAVA_BYTE, at) == 0x00
          && ends(tail.get(BigEndian.BE32, at + 2), length)
          && tail.get(ValueLayout.JAVA_BYTE, at + PREFIX_BYTES) == '{') {
        return parse(
            tail.asSlice(at + PREFIX_BYTES, tail.get(BigEndian.BE32, at + 2))
                .toArray(ValueLayout.JAVA_BYTE));
      }
    }
    return null;
  }

  /** Whether a description of {@code length} bytes is all that the file has left. */
  private static boolean ends(long length, long left) {
    return length == left || (length > 0 && length == left - CHECKSUM_BYTES);
  }

  /** What {@code json} says in UTF-8, or null if it is no JSON or too much of it. */
  static @Nullable JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException _) {
      // bytes that only look like a description: the sections say what they need of it
      return null;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON objects and arrays out of a byte stream, with or without space between them.
 *
 * <p>Objects are cut out by their brackets before they are parsed, so that a wrong one is read to
 * its end and the next begins afresh. Of one that is too large nothing is kept. One thread.
 */
final class JsonStream {

  /** Most bytes of one object. */
  static final int LIMIT_BYTES = 1 << 20;

  static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final ReadableByteChannel channel;
  private final ByteBuffer input = ByteBuffer.allocate(8 << 10).limit(0);
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private long length;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean skipping;

  JsonStream(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * The next object or array; null at the end of the stream, even in the midst of an object.
   *
   * @throws QmpException when what came is not JSON; reading can go on
   */
  @Nullable JsonNode read() throws IOException, QmpException {
    while (true) {
      while (input.hasRemaining()) {
        if (take(input.get())) {
          return parse();
        }
      }
      input.clear();
      int count = channel.read(input);
      input.flip();
      if (count < 0) {
        return null;
      }
    }
  }

  /** Takes one byte; true when it ends an object. */
  private boolean take(byte octet) throws QmpException {
    if (depth == 0) {
      begin(octet);
      return false;
    }
    if (length++ < LIMIT_BYTES) {
      text.write(octet);
    }
    if (inString) {
      takeOfString(octet);
      return false;
    }
    switch (octet) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {
        // Whatever else it is, the parser judges it.
      }
    }
    return depth == 0;
  }

  private void begin(byte octet) throws QmpException {
    if (octet == '{' || octet == '[') {
      depth = 1;
      length = 1;
      text.reset();
      text.write(octet);
      skipping = false;
    } else if (octet == '\n') {
      skipping = false;
    } else if (!skipping && octet != ' ' && octet != '\t' && octet != '\r') {
      skipping = true;
      throw new QmpException("a JSON object was expected and something else came");
    }
  }

  private void takeOfString(byte octet) throws QmpException {
    if (octet >= 0 && octet < ' ') {
      // A quote is missing: without this the string would swallow all that follows.
      depth = 0;
      inString = false;
      escaped = false;
      skipping = octet != '\n';
      throw new QmpException("a JSON string holds a control character");
    }
    if (escaped) {
      escaped = false;
    } else if (octet == '\\') {
      escaped = true;
    } else if (octet == '"') {
      inString = false;
    }
  }

  private JsonNode parse() throws QmpException {
    if (length > LIMIT_BYTES) {
      throw new QmpException(
          "a JSON object of " + length + " bytes came, " + LIMIT_BYTES + " are possible");
    }
    try {
      return MAPPER.readTree(text.toByteArray());
    } catch (JacksonException e) {
      String reason = Objects.requireNonNullElse(e.getOriginalMessage(), "no reason is known");
      throw new QmpException("the JSON is wrong: " + reason);
    }
  }
}

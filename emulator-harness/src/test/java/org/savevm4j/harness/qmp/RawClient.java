// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;

/** Sends what a test wrote, as it stands, and reads messages one by one. */
final class RawClient implements AutoCloseable {

  private final Link link;
  private final JsonStream messages;

  RawClient(MigrationUri uri) throws IOException {
    link = uri.connect();
    messages = new JsonStream(link);
  }

  RawClient negotiated() throws Exception {
    next();
    ask("{'execute':'qmp_capabilities'}");
    return this;
  }

  /** Sends a text in which apostrophes stand for quotes. */
  void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      link.write(bytes);
    }
  }

  JsonNode next() throws Exception {
    JsonNode message = messages.read();
    if (message == null) {
      throw new IOException("the connection ended");
    }
    return message;
  }

  /** The reply, with apostrophes in place of quotes. */
  String ask(String text) throws Exception {
    send(text);
    return next().toString().replace('"', '\'');
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}

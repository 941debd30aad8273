// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON that is written piece by piece, since it may be larger than memory. One thread. */
final class JsonStream {

  private final BulkOutput out;
  private final JsonGenerator json;

  JsonStream(BulkOutput out) throws IOException {
    this.out = out;
    try {
      json = JsonMapper.shared().createGenerator(out);
    } catch (JacksonIOException fault) {
      throw cause(fault);
    }
  }

  /** Lets something be written. */
  void write(Consumer<JsonGenerator> writing) throws IOException {
    try {
      writing.accept(json);
    } catch (JacksonIOException fault) {
      throw cause(fault);
    }
  }

  /** Writes the members of an object into the one that is being written. */
  void writeMembers(ObjectNode object) throws IOException {
    write(
        generator -> {
          for (Map.Entry<String, JsonNode> member : object.properties()) {
            generator.writePOJOProperty(member.getKey(), member.getValue());
          }
        });
  }

  /** Ends the line that the JSON is. */
  void end() throws IOException {
    write(JsonGenerator::flush);
    out.line("");
    out.flush();
  }

  private static IOException cause(JacksonIOException fault) {
    return Objects.requireNonNullElseGet(fault.getCause(), () -> new IOException(fault));
  }
}

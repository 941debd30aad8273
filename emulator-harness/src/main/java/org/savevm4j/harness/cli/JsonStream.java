// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

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

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabRecord;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one JSON object of which the records of a page table are the first member, each one as it
 * comes, since a stream may hold more of them than memory.
 */
final class RecordJson implements RecordListener {

  private final JsonStream stream;

  RecordJson(BulkOutput out) throws IOException {
    stream = new JsonStream(out);
    stream.write(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("record-list");
        });
  }

  @Override
  public void table(HptGeometry geometry) {
    // the offsets tell which table a record is of
  }

  @Override
  public void record(HtabRecord record, long offset) throws IOException {
    stream.write(
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("offset", offset);
          json.writeNumberProperty("index", record.index());
          json.writeNumberProperty("n-valid", record.valid());
          json.writeNumberProperty("n-invalid", record.invalid());
          json.writeEndObject();
        });
  }

  /** Ends the object with the members of another. */
  void end(ObjectNode rest) throws IOException {
    stream.write(JsonGenerator::writeEndArray);
    stream.writeMembers(rest);
    stream.write(JsonGenerator::writeEndObject);
    stream.end();
  }
}

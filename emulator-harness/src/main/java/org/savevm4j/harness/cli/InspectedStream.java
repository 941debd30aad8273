// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.savevm4j.harness.analyze.KeptState;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.harness.analyze.StreamContents;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What commands that look into one stream take, and how they fail in JSON. */
final class InspectedStream {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      converter = StreamArgument.Converter.class,
      description = StreamArgument.DESCRIPTION)
  private StreamArgument stream;

  @Mixin private PluginsArgument plugins;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  /** As messages name it. */
  StreamArgument name() {
    return stream;
  }

  boolean asJson() {
    return json;
  }

  /** Loads all of it. */
  StreamContents load(RecordListener records, KeptState kept) throws IOException {
    return stream.load(plugins.load(), records, kept);
  }

  /** Loads all of it. If it cannot be read, and JSON is wanted, prints the object that says so. */
  StreamContents load(KeptState kept, PrintWriter out) throws IOException {
    return orTell(() -> load(RecordListener.DEAF, kept), out);
  }

  /** Likewise to the end of section spapr/htab. */
  StreamContents loadTable(RecordListener records, PrintWriter out) throws IOException {
    return orTell(() -> stream.loadTable(plugins.load(), records), out);
  }

  private StreamContents orTell(Loading loading, PrintWriter out) throws IOException {
    try {
      return loading.load();
    } catch (IOException unread) {
      tell(unread(unread), out);
      throw unread;
    }
  }

  /** Prints the object of what is wrong, if JSON is wanted. */
  void tell(ObjectNode fault, PrintWriter out) {
    if (json) {
      out.println(fault);
      out.flush();
    }
  }

  /**
   * The object of a stream that cannot be read, or does not have what is asked for: that is in no
   * section and at no known offset.
   */
  static ObjectNode unread(Exception reason) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.putObject("fault")
        .putNull("section")
        .putNull("offset")
        .put("reason", Faults.message(reason))
        .putNull("around");
    return root;
  }

  /** A way to load it. */
  private interface Loading {
    StreamContents load() throws IOException;
  }
}

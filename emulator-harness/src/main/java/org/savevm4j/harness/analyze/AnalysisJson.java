// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An analysis as one JSON object; absent things are null. */
public final class AnalysisJson {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private AnalysisJson() {}

  public static ObjectNode of(StreamAnalysis analysis) {
    ObjectNode root = JSON.createObjectNode();
    putFault(root, analysis.fault());
    root.put("machine", analysis.machine());
    root.put("version", analysis.version());
    root.put("vmdesc", analysis.vmdesc());
    ArrayNode sections = root.putArray("sections");
    for (StreamAnalysis.SectionInfo section : analysis.sections()) {
      ObjectNode node = sections.addObject();
      node.put("id", section.id());
      node.put("name", section.name());
      node.put("instance", section.instance());
      node.put("version", section.version());
      node.put("kind", section.kind());
      node.put("bytes", section.bytes());
    }
    StreamAnalysis.HtabInfo htab = analysis.htab();
    if (htab == null) {
      root.putNull("htab");
    } else {
      putHtab(root.putObject("htab"), htab);
    }
    ArrayNode ram = root.putArray("ram");
    for (StreamAnalysis.RamInfo block : analysis.ram()) {
      ObjectNode node = ram.addObject();
      node.put("block", block.block());
      node.put("bytes", block.bytes());
      node.put("sha256", block.sha256());
    }
    DeviceJson.put(root.putArray("devices"), analysis.devices());
    return root;
  }

  /** Where reading stopped and why, with the bytes there; null if it did not. */
  public static void putFault(ObjectNode root, StreamAnalysis.@Nullable Fault fault) {
    if (fault == null) {
      root.putNull("fault");
    } else {
      ObjectNode node = root.putObject("fault");
      node.put("section", fault.section());
      node.put("offset", fault.offset());
      node.put("reason", fault.reason());
      StreamExcerpt around = fault.around();
      if (around == null) {
        node.putNull("around");
      } else {
        ObjectNode bytes = node.putObject("around");
        bytes.put("offset", around.offset());
        bytes.put("hex", HexFormat.of().formatHex(around.bytes()));
      }
    }
  }

  private static void putHtab(ObjectNode node, StreamAnalysis.HtabInfo htab) {
    node.put("shift", htab.shift());
    if (htab.shift() == null) {
      return;
    }
    node.put("records", htab.records());
    node.put("valid-sent", htab.validSent());
    node.put("invalid-sent", htab.invalidSent());
    node.put("end-markers", htab.endMarkers());
    node.put("valid", htab.valid());
    node.put("bolted", htab.bolted());
    node.put("sha256", htab.sha256());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.List;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.state.StateDescription;
import org.savevm4j.state.StateDescription.FieldDescription;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The VMDESC of a stream: what every FULL section in it looks like, as JSON. */
public final class Vmdesc {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int PAGE_SIZE = 4096;

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode devices;

  Vmdesc() {
    root.put("page_size", PAGE_SIZE);
    devices = root.putArray("devices");
  }

  /** What a stream of a machine with these sections would end with now, UTF-8. */
  public static byte[] of(List<OpenSection> sections) {
    Vmdesc vmdesc = new Vmdesc();
    for (OpenSection open : sections) {
      if (open.section() instanceof DeviceSection<?> device) {
        vmdesc.add(open.name(), open.instance(), device.describe());
      }
    }
    return vmdesc.toJson();
  }

  void add(String name, long instance, StateDescription state) {
    ObjectNode device = devices.addObject();
    device.put("name", name);
    device.put("instance_id", instance);
    putState(device, state);
  }

  /** UTF-8. */
  byte[] toJson() {
    return JSON.writeValueAsBytes(root);
  }

  private static void putState(ObjectNode node, StateDescription state) {
    node.put("vmsd_name", state.vmsdName());
    node.put("version", state.version());
    ArrayNode fields = node.putArray("fields");
    for (FieldDescription field : state.fields()) {
      putField(fields.addObject(), field);
    }
    List<StateDescription> subsections = state.subsections();
    if (!subsections.isEmpty()) {
      ArrayNode array = node.putArray("subsections");
      subsections.forEach(subsection -> putState(array.addObject(), subsection));
    }
  }

  private static void putField(ObjectNode node, FieldDescription field) {
    node.put("name", field.name());
    if (field.arrayLength() != 1) {
      node.put("array_len", field.arrayLength());
    }
    node.put("type", field.type());
    StateDescription struct = field.struct();
    if (struct != null) {
      putState(node.putObject("struct"), struct);
    }
    node.put("size", field.size());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.savevm4j.harness.analyze.DeviceTree.MoreElements;
import org.savevm4j.harness.analyze.DeviceTree.Node;
import org.savevm4j.harness.analyze.DeviceTree.Structure;
import org.savevm4j.harness.analyze.DeviceTree.Value;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The devices of a stream as JSON: an integer is a number, an array of integers an array, all else
 * hexadecimal digits of the bytes that were kept.
 */
final class DeviceJson {

  private DeviceJson() {}

  static void put(ArrayNode into, DeviceTree tree) {
    for (DeviceTree.Device device : tree.devices()) {
      ObjectNode node = into.addObject();
      node.put("name", device.name());
      node.put("instance", device.instance());
      node.put("version", device.version());
      put(node.putArray("fields"), device.fields());
    }
  }

  private static void put(ArrayNode into, List<Node> fields) {
    for (Node field : fields) {
      ObjectNode node = into.addObject();
      node.put("name", field.name());
      switch (field) {
        case Structure structure -> put(node.putArray("fields"), structure.fields());
        case MoreElements more -> node.put("more-elements", more.count());
        case Value value -> put(node, value);
      }
    }
  }

  private static void put(ObjectNode node, Value value) {
    node.put("type", value.type());
    node.put("bytes", value.bytes());
    FieldValue meaning = new FieldValue(value);
    if (meaning.isBool()) {
      node.put("value", meaning.isTrue());
    } else if (meaning.isInteger() && value.elements() == 1 && !meaning.bits().isEmpty()) {
      node.put("value", meaning.number(meaning.bits().getFirst()));
    } else if (meaning.isInteger() && value.size() > 1) {
      ArrayNode numbers = node.putArray("value");
      meaning.bits().stream().<BigInteger>map(meaning::number).forEach(numbers::add);
    } else {
      node.put("value", HexFormat.of().formatHex(value.kept()));
    }
  }
}

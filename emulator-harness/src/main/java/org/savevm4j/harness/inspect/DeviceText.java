// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.savevm4j.harness.analyze.DeviceTree;
import org.savevm4j.harness.analyze.DeviceTree.MoreElements;
import org.savevm4j.harness.analyze.DeviceTree.Node;
import org.savevm4j.harness.analyze.DeviceTree.Structure;
import org.savevm4j.harness.analyze.DeviceTree.Value;
import org.savevm4j.harness.analyze.FieldValue;
import org.savevm4j.harness.text.OneLine;

/** The devices of a stream as a tree for people, two blanks a level. */
final class DeviceText {

  /** A structure of so few plain values is one line. */
  private static final int MOST_IN_LINE = 4;

  private final PrintWriter out;
  private final ValueText values;

  /**
   * @param full whether long values are printed whole
   */
  DeviceText(PrintWriter out, boolean full) {
    this.out = out;
    this.values = new ValueText(full);
  }

  void print(DeviceTree tree) {
    if (!tree.devices().isEmpty()) {
      out.printf("devices%n");
    }
    for (DeviceTree.Device device : tree.devices()) {
      out.printf(
          "  %s%s version %d%n",
          OneLine.of(device.name()),
          device.instance() == 0 ? "" : " (instance " + device.instance() + ")",
          device.version());
      print(device.fields(), 2);
    }
    if (tree.leftOut() > 0) {
      out.printf("  and %d fields more, too many to be kept%n", tree.leftOut());
    }
  }

  private void print(List<Node> fields, int level) {
    for (Node field : fields) {
      String begin = "  ".repeat(level) + OneLine.of(field.name());
      switch (field) {
        case Value value -> print(begin, value, level);
        case MoreElements more ->
            out.printf("%s  %d elements more, see --full%n", begin, more.count());
        case Structure structure when isShort(structure) ->
            out.printf(
                "%s  %s%n",
                begin,
                structure.fields().stream()
                    .map(one -> OneLine.of(one.name()) + " " + values.lines((Value) one).getFirst())
                    .collect(Collectors.joining(", ")));
        case Structure structure -> {
          out.printf("%s%n", begin);
          print(structure.fields(), level + 1);
        }
      }
    }
  }

  private void print(String begin, Value value, int level) {
    List<String> lines = values.lines(value);
    if (lines.size() == 1) {
      out.printf("%s  %s%n", begin, lines.getFirst());
      return;
    }
    out.printf(
        "%s  %s%s, %d bytes%n",
        begin,
        OneLine.of(value.type()),
        value.elements() == 1 ? "" : "[" + value.elements() + "]",
        value.bytes());
    lines.forEach(line -> out.printf("%s%s%n", "  ".repeat(level + 1), line));
  }

  private static boolean isShort(Structure structure) {
    List<Node> fields = structure.fields();
    return !fields.isEmpty()
        && fields.size() <= MOST_IN_LINE
        && fields.stream()
            .allMatch(
                field ->
                    field instanceof Value value
                        && value.elements() == 1
                        && new FieldValue(value).isInteger());
  }
}

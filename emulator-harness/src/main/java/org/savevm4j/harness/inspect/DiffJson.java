// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What differs between two tables, a JSON object for each slot. */
public final class DiffJson implements TableDiff.Listener {

  private final Objects out;

  public DiffJson(Objects out) {
    this.out = out;
  }

  @Override
  public void added(long slot, long dword0, long dword1) throws IOException {
    ObjectNode node = slot(slot, "added");
    EntryJson.put(node.putObject("after"), dword0, dword1);
    out.object(node);
  }

  @Override
  public void removed(long slot, long dword0, long dword1) throws IOException {
    ObjectNode node = slot(slot, "removed");
    EntryJson.put(node.putObject("before"), dword0, dword1);
    out.object(node);
  }

  @Override
  public void changed(long slot, TableDiff.Words before, TableDiff.Words after, List<String> fields)
      throws IOException {
    ObjectNode node = slot(slot, "changed");
    EntryJson.put(node.putObject("before"), before.dword0(), before.dword1());
    EntryJson.put(node.putObject("after"), after.dword0(), after.dword1());
    fields.forEach(node.putArray("fields")::add);
    out.object(node);
  }

  /** What it comes to. */
  public static ObjectNode summary(TableDiff diff) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("added", diff.added());
    node.put("removed", diff.removed());
    node.put("changed", diff.changed());
    node.put("changed-in-r-and-c-alone", diff.onlyReferencedChanged());
    node.put("same", diff.same());
    return node;
  }

  private static ObjectNode slot(long slot, String change) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("slot", slot);
    node.put("change", change);
    return node;
  }

  /** Takes objects. */
  @FunctionalInterface
  public interface Objects {
    void object(ObjectNode object) throws IOException;
  }
}

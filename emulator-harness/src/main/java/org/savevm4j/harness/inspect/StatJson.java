// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.util.List;
import java.util.Locale;
import org.savevm4j.backend.LapFigures;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.hpt.HptGeometry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A table's figures as one JSON object. */
public final class StatJson {

  private StatJson() {}

  /** The figures, and what the stream's records come to, lap by lap. */
  public static ObjectNode of(TableStat stat, List<LapFigures> passes) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("shift", stat.shift());
    root.put("slots", stat.slots());
    root.put("ptegs", stat.ptegs());
    root.put("valid", stat.valid());
    root.put("bolted", stat.bolted());
    root.put("primary", stat.valid() - stat.secondary());
    root.put("secondary", stat.secondary());
    ArrayNode occupancy = root.putArray("occupancy");
    for (int i = 0; i <= HptGeometry.SLOTS_PER_PTEG; i++) {
      occupancy.add(stat.ptegsWith(i));
    }
    putRuns(root.putObject("runs"), stat.runs());
    putSizes(root.putArray("page-sizes"), stat);
    ObjectNode segments = root.putObject("segments");
    segments.put("256M", stat.ofSegment(SegmentSize.MIB_256));
    segments.put("1T", stat.ofSegment(SegmentSize.TIB_1));
    segments.put("reserved", stat.ofSegment(null));
    root.put("referenced", stat.referenced());
    root.put("changed", stat.changed());
    ObjectNode wimg = root.putObject("wimg");
    for (int bits = 0; bits < 16; bits++) {
      if (stat.ofWimg(bits) > 0) {
        wimg.put(wimg(bits), stat.ofWimg(bits));
      }
    }
    ArrayNode laps = root.putArray("passes");
    for (LapFigures pass : passes) {
      ObjectNode node = laps.addObject();
      node.put("records", pass.records());
      node.put("valid-sent", pass.validSlots());
      node.put("invalid-sent", pass.invalidSlots());
      node.put("bytes", pass.bytes());
    }
    return root;
  }

  /** The four bits, W first. */
  static String wimg(int bits) {
    return String.format(Locale.ROOT, "%4s", Integer.toBinaryString(bits)).replace(' ', '0');
  }

  private static void putRuns(ObjectNode node, Runs runs) {
    node.put("count", runs.count());
    node.put("mean", runs.mean());
    node.put("longest", runs.longest());
    ArrayNode lengths = node.putArray("lengths");
    for (int power = 0; power <= runs.lastClass(); power++) {
      ObjectNode length = lengths.addObject();
      length.put("from", 1L << power);
      length.put("to", (2L << power) - 1);
      length.put("count", runs.ofClass(power));
    }
  }

  private static void putSizes(ArrayNode sizes, TableStat stat) {
    for (PageSize size : PageSize.values()) {
      if (stat.ofSize(size) > 0) {
        ObjectNode node = sizes.addObject();
        node.put("base", 1L << size.baseShift());
        node.put("actual", 1L << size.actualShift());
        node.put("count", stat.ofSize(size));
      }
    }
    if (stat.ofSize(null) > 0) {
      ObjectNode node = sizes.addObject();
      node.putNull("base");
      node.putNull("actual");
      node.put("count", stat.ofSize(null));
    }
  }
}

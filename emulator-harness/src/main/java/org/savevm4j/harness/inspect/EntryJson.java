// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.util.HexFormat;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.hpt.Hpte;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry as a JSON object; doublewords as hexadecimal digits, since many readers of JSON lose low
 * bits.
 */
public final class EntryJson {

  private EntryJson() {}

  /** All that a line of a dump tells. */
  public static ObjectNode of(long slot, long dword0, long dword1) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("slot", slot);
    put(node, dword0, dword1);
    node.put("bolted", (dword0 & Hpte.V_BOLTED) != 0);
    node.put("secondary", (dword0 & Hpte.V_SECONDARY) != 0);
    node.put("page-size", EntryLine.size(PageSize.of(dword0, dword1)));
    return node;
  }

  /** The two doublewords alone. */
  static void put(ObjectNode node, long dword0, long dword1) {
    node.put("v", HexFormat.of().toHexDigits(dword0));
    node.put("r", HexFormat.of().toHexDigits(dword1));
  }
}

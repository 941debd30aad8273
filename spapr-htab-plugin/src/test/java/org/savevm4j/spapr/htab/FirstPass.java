// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * What QEMU's first pass over a table is, from the rules alone: each maximal run of valid slots in
 * order, at most 65535 long, invalidating nothing; then the end marker.
 */
final class FirstPass {

  private static final int SLOT = 16;

  private FirstPass() {}

  static byte[] of(byte[] table) {
    ByteBuffer slots = ByteBuffer.wrap(table);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    int count = table.length / SLOT;
    int slot = 0;
    while (slot < count) {
      int end = slot;
      while (end < count && end - slot < 65535 && (slots.getLong(end * SLOT) & 1) != 0) {
        end++;
      }
      if (end > slot) {
        ByteBuffer header = ByteBuffer.allocate(8);
        header.putInt(slot).putShort((short) (end - slot)).putShort((short) 0);
        records.writeBytes(header.array());
        records.write(table, slot * SLOT, (end - slot) * SLOT);
        slot = end;
      } else {
        slot++;
      }
    }
    records.writeBytes(new byte[8]);
    return records.toByteArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.example;

import org.savevm4j.section.DeviceSection;
import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.state.DeviceState;

/** Section "acme/scratchpad": a device of 64 bytes with a cursor. */
public final class ScratchpadProvider implements SectionProvider {

  private static final DeviceState<Scratchpad> STATE =
      DeviceState.<Scratchpad>named("acme/scratchpad", 1)
          .be32("cursor", pad -> pad.cursor, (pad, cursor) -> pad.cursor = cursor)
          .bytes("text", 64, pad -> pad.text, (pad, text) -> pad.text = text)
          .build();

  @Override
  public String name() {
    return "acme/scratchpad";
  }

  @Override
  public long instanceId() {
    return 0;
  }

  @Override
  public Section open(SectionHost host) {
    return new DeviceSection<>(STATE, new Scratchpad());
  }

  static final class Scratchpad {
    int cursor;
    byte[] text = new byte[64];
  }
}

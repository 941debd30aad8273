// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import org.savevm4j.section.DeviceSection;
import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;

/** Section "acme/palette". */
public final class PaletteProvider implements SectionProvider {

  @Override
  public String name() {
    return Palette.STATE.name();
  }

  @Override
  public long instanceId() {
    return 0;
  }

  @Override
  public Section open(SectionHost host) {
    return new DeviceSection<>(Palette.STATE, new Palette());
  }
}

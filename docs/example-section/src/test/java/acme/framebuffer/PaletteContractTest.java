// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.testkit.DeviceSectionContract;
import org.savevm4j.testkit.DeviceSubject;

class PaletteContractTest extends DeviceSectionContract {

  @Override
  protected DeviceSubject newMachine() {
    Palette palette = new Palette();
    DeviceSection<Palette> section = new DeviceSection<>(Palette.STATE, palette);
    return new DeviceSubject() {
      @Override
      public DeviceSection<?> section() {
        return section;
      }

      @Override
      public void change(RandomGenerator random) {
        Arrays.setAll(palette.colours, _ -> random.nextLong());
        palette.border = random.nextInt(Palette.COLOURS);
      }

      @Override
      public Object state() {
        return List.of(Arrays.toString(palette.colours), palette.border);
      }
    };
  }
}

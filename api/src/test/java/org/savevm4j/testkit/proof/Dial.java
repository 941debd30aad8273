// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import java.util.List;
import java.util.random.RandomGenerator;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.state.DeviceState;
import org.savevm4j.testkit.DeviceSubject;

/** A device of three numbers, which keeps its contract but for one {@link DeviceDefect}. */
final class Dial implements DeviceSubject {

  private static final int DEGREES = 360;

  private final DeviceDefect defect;
  private final DeviceSection<Dial> section;
  private int angle;
  private long turns;
  private int saves;
  long speed;

  Dial(DeviceDefect defect) {
    this.defect = defect;
    this.section =
        new DeviceSection<>(
            DeviceState.<Dial>named("acme/dial", 2)
                .be32("angle", dial -> dial.angle, Dial::angle)
                .be64("turns", dial -> dial.turns, Dial::turns)
                .u8("saves", Dial::countSave, (dial, saves) -> {})
                .field(new SpeedField(defect))
                .build(),
            this);
  }

  @Override
  public DeviceSection<?> section() {
    return section;
  }

  @Override
  public void change(RandomGenerator random) {
    angle = random.nextInt(DEGREES);
    turns = random.nextLong();
    speed = random.nextLong();
  }

  @Override
  public Object state() {
    return List.of(angle, turns, speed);
  }

  private int countSave() {
    return defect == DeviceDefect.COUNTS_ITS_SAVES ? saves++ : saves;
  }

  private void angle(int degrees) {
    if (defect == DeviceDefect.REFUSES_A_VALUE_TOO_LATE && (degrees < 0 || degrees >= DEGREES)) {
      throw new IllegalArgumentException(degrees + " degrees");
    }
    angle = degrees;
  }

  private void turns(long count) {
    if (defect != DeviceDefect.DOES_NOT_SET_A_FIELD) {
      turns = count;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import java.io.IOException;
import org.savevm4j.state.Field;
import org.savevm4j.state.Staged;
import org.savevm4j.state.StateDescription.FieldDescription;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;
import org.savevm4j.stream.TruncatedStreamException;

/** A field of a kind of its own, which may be wrong. */
record SpeedField(DeviceDefect defect) implements Field<Dial> {

  @Override
  public void save(Dial dial, StateOutput out) throws IOException {
    out.putBe64(dial.speed);
  }

  @Override
  public Staged load(Dial dial, StateInput in) throws IOException {
    long speed;
    try {
      speed = in.getBe64();
    } catch (TruncatedStreamException cut) {
      if (defect == DeviceDefect.TAKES_A_CUT_FOR_THE_END) {
        return () -> {};
      }
      throw cut;
    }
    if (defect == DeviceDefect.STORES_WHILE_IT_LOADS) {
      dial.speed = speed;
    }
    return () -> dial.speed = speed;
  }

  @Override
  public FieldDescription describe(Dial dial) {
    int bytes = defect == DeviceDefect.DESCRIBES_FEWER_BYTES ? Integer.BYTES : Long.BYTES;
    return new FieldDescription("speed", "uint64", bytes, 1, null);
  }
}

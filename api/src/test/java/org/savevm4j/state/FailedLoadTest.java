// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;
import org.savevm4j.stream.TruncatedStreamException;

/** A load that fails, wherever it does, leaves the owner as it was. */
final class FailedLoadTest {

  @Test
  void leavesTheOwnerUnchangedWhereverTheStreamIsCut() throws IOException {
    Clockwork sent = Clockwork.wound();
    sent.alarm = 1;
    sent.wheels.getFirst().oil = 2;
    sent.cuckoo.set(3, 4, 5);
    String whole = Wire.save(Clockwork.STATE, sent) + "7e00000001";
    Clockwork owner = new Clockwork();
    String before = Wire.save(Clockwork.STATE, owner);
    int fields = whole.indexOf(Wire.subsection("clock/alarm", 2)) / 2;
    int alarm = Wire.subsection("clock/alarm", 2).length() / 2 + 9;
    int cuckoo = Wire.subsection("clock_cuckoo", 1).length() / 2 + 5;
    int oil = Wire.subsection("wheel/oil", 1).length() / 2 + 1;
    for (int cut = 0; cut < fields + alarm + cuckoo + oil; cut++) {
      if (cut == fields || cut == fields + alarm || cut == fields + alarm + cuckoo) {
        continue; // the state may well end here
      }
      String stream = whole.substring(0, 2 * cut);
      TruncatedStreamException fault =
          assertThrows(
              TruncatedStreamException.class,
              () -> Wire.load(Clockwork.STATE, owner, stream),
              stream);
      assertEquals(cut, fault.offset());
      assertEquals(before, Wire.save(Clockwork.STATE, owner));
    }
  }

  @Test
  void leavesTheOwnerUnchangedWhenALaterFieldRefusesItsValue() throws IOException {
    DeviceState<Clockwork> picky =
        DeviceState.<Clockwork>named("picky", 1)
            .u8("mode", clock -> clock.mode, (clock, v) -> clock.mode = v)
            .be64Array("marks", clock -> clock.marks)
            .struct("main", Clockwork.WHEEL, clock -> clock.main)
            .field(new MagicField())
            .build();
    Clockwork owner = Clockwork.wound();
    String before = Wire.save(Clockwork.STATE, owner);
    String values = "01" + "00".repeat(16) + "0200000003";
    MalformedStreamException fault =
        assertThrows(MalformedStreamException.class, () -> Wire.load(picky, owner, values + "43"));
    assertEquals("offset 22: magic is 67, expected 66", fault.getMessage());
    assertEquals(before, Wire.save(Clockwork.STATE, owner));
    Wire.load(picky, owner, values + "42" + "7e");
    assertEquals(1, owner.mode);
    assertEquals(3, owner.main.angle);
  }

  /** A byte that must be 66. */
  private record MagicField() implements Field<Clockwork> {

    @Override
    public void save(Clockwork owner, StateOutput out) throws IOException {
      out.put8(66);
    }

    @Override
    public Staged load(Clockwork owner, StateInput in) throws IOException {
      long at = in.position();
      int found = in.get8();
      if (found != 66) {
        throw new MalformedStreamException(at, "magic", Integer.toString(found), "66");
      }
      return () -> {};
    }

    @Override
    public StateDescription.FieldDescription describe(Clockwork owner) {
      return new StateDescription.FieldDescription("magic", "uint8", 1, 1, null);
    }
  }
}

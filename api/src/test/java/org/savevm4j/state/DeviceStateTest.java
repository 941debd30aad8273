// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DeviceStateTest {

  private static final String PLAIN =
      "f1" + "f2000001" + "f300000000000002" + "0000000000000003" + "fffffffffffffffc" + "616263";
  private static final String MAIN = "f5" + "00000005";
  private static final String WHEELS = "f6" + "00000006" + "f7" + "00000007";
  private static final String LATE = "f8";

  @Test
  void savesTheFieldsInTheirOrder() throws IOException {
    assertEquals(PLAIN + MAIN + WHEELS + LATE, Wire.save(Clockwork.STATE, Clockwork.wound()));
  }

  @Test
  void loadsWhatItSaved() throws IOException {
    Clockwork clock = Clockwork.wound();
    clock.main.oil = 9;
    clock.alarm = -1;
    clock.bell = 0xfa;
    clock.cuckoo.set(1, 2, 3);
    String saved = Wire.save(Clockwork.STATE, clock);
    Clockwork loaded = new Clockwork();
    long[] marks = loaded.marks;
    assertEquals(saved.length() / 2, Wire.load(Clockwork.STATE, loaded, saved));
    assertEquals(0xf1, loaded.mode);
    assertEquals(0xf2000001, loaded.count);
    assertEquals(0xf300000000000002L, loaded.nanos);
    assertSame(marks, loaded.marks);
    assertEquals(-4, marks[1]);
    assertEquals(9, loaded.main.oil);
    assertEquals(0xf7, loaded.wheels.getLast().teeth);
    assertEquals(0xf8, loaded.late);
    assertEquals(-1, loaded.alarm);
    assertEquals(0xfa, loaded.bell);
    assertEquals(3, loaded.cuckoo.oil);
    assertEquals(saved, Wire.save(Clockwork.STATE, loaded), "and all the rest");
  }

  @Test
  void leavesOutFieldsThatTheStreamsVersionDoesNotHave() throws IOException {
    Clockwork loaded = new Clockwork();
    loaded.late = 77;
    String version1 = PLAIN + MAIN;
    assertEquals(
        version1.length() / 2, Wire.load(Clockwork.STATE, loaded, version1 + "00".repeat(20), 1));
    assertEquals(5, loaded.main.angle);
    assertEquals(0, loaded.wheels.getFirst().teeth);
    assertEquals(77, loaded.late);
    String version2 = version1 + WHEELS;
    assertEquals(
        version2.length() / 2, Wire.load(Clockwork.STATE, loaded, version2 + "00".repeat(20), 2));
    assertEquals(0xf7, loaded.wheels.getLast().teeth);
    assertEquals(77, loaded.late);
  }

  @Test
  void knowsItsNameAndVersions() {
    assertEquals("clock", Clockwork.STATE.name());
    assertEquals(3, Clockwork.STATE.version());
    assertEquals(new VersionRange(1, 3), Clockwork.STATE.versions());
    assertEquals(VersionRange.of(7), DeviceState.named("other", 7).build().versions());
  }

  @Test
  void storesNothingBeforeItIsApplied() throws IOException {
    Clockwork fresh = new Clockwork();
    Staged staged =
        Clockwork.STATE.load(
            fresh, Wire.input(Wire.save(Clockwork.STATE, Clockwork.wound()) + "7e"), 3);
    assertEquals(Wire.save(Clockwork.STATE, new Clockwork()), Wire.save(Clockwork.STATE, fresh));
    staged.apply();
    assertEquals(Wire.save(Clockwork.STATE, Clockwork.wound()), Wire.save(Clockwork.STATE, fresh));
  }

  @Test
  void refusesToSaveBytesOfAnotherLengthThanDeclared() {
    Clockwork clock = Clockwork.wound();
    clock.name = new byte[4];
    IllegalStateException fault =
        assertThrows(IllegalStateException.class, () -> Wire.save(Clockwork.STATE, clock));
    assertEquals("name has 4 bytes, not 3", fault.getMessage());
  }
}

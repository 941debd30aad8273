// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.state.Clockwork.Wheel;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

final class SubsectionTest {

  private static final String ALARM = Wire.subsection("clock/alarm", 2);
  private static final String OIL = Wire.subsection("wheel/oil", 1);

  @Test
  void isSentOnlyWhenNeeded() throws IOException {
    Clockwork clock = Clockwork.wound();
    String without = Wire.save(Clockwork.STATE, clock);
    assertFalse(without.contains(ALARM));
    clock.alarm = 0x1234;
    clock.bell = 5;
    assertEquals(without + ALARM + "0000000000001234" + "05", Wire.save(Clockwork.STATE, clock));
  }

  @Test
  void leavesItsStateAloneWhenItWasNotSent() throws IOException {
    Clockwork loaded = new Clockwork();
    loaded.alarm = 99;
    Wire.load(Clockwork.STATE, loaded, plain() + "7e");
    assertEquals(99, loaded.alarm);
  }

  @Test
  void followsTheStructureThatOwnsIt() throws IOException {
    Clockwork clock = Clockwork.wound();
    clock.main.oil = 9;
    String saved = Wire.save(Clockwork.STATE, clock);
    assertEquals(plain().replace("f500000005", "f500000005" + OIL + "09"), saved);
    Clockwork loaded = new Clockwork();
    Wire.load(Clockwork.STATE, loaded, saved + "7e");
    assertEquals(9, loaded.main.oil);
    assertEquals(0, loaded.wheels.getFirst().oil);
  }

  @Test
  void ofTheStructureAroundEndsTheOneInside() throws IOException {
    // "clock_cuckoo" ends with a wheel, and the clock's next subsection is right behind it
    String cuckooFirst =
        Wire.subsection("clock_cuckoo", 1) + "0100000002" + ALARM + "0000000000000007" + "08";
    Clockwork loaded = new Clockwork();
    String stream = plain() + cuckooFirst;
    assertEquals(stream.length() / 2, Wire.load(Clockwork.STATE, loaded, stream + "7e00000001"));
    assertEquals(1, loaded.cuckoo.teeth);
    assertEquals(7, loaded.alarm);
    assertEquals(8, loaded.bell);
  }

  @Test
  void ofAnOlderVersionIsReadWithTheFieldsOfThatVersion() throws IOException {
    Clockwork loaded = new Clockwork();
    loaded.bell = 66;
    Wire.load(
        Clockwork.STATE,
        loaded,
        plain() + Wire.subsection("clock/alarm", 1) + "0000000000000007" + "7e");
    assertEquals(7, loaded.alarm);
    assertEquals(66, loaded.bell);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, -1})
  void ofAVersionThatDoesNotLoadIsRefused(int version) {
    MalformedStreamException fault =
        refused(plain() + Wire.subsection("clock/alarm", version) + "00".repeat(20));
    assertEquals("version of subsection clock/alarm", fault.field());
    assertEquals(Integer.toUnsignedString(version), fault.value());
    assertEquals("versions 1 to 2", fault.bound());
    assertEquals(plain().length() / 2 + 2 + "clock/alarm".length(), fault.offset());
  }

  @Test
  void loadsOnlyItsOwnVersionUnlessItNamesAnOlderOne() {
    DeviceState<Clockwork> owner =
        DeviceState.<Clockwork>named("owner", 1)
            .subsection(DeviceState.<Clockwork>named("owner/new", 7).build(), _ -> true)
            .build();
    MalformedStreamException fault =
        assertThrows(
            MalformedStreamException.class,
            () -> Wire.load(owner, new Clockwork(), Wire.subsection("owner/new", 6)));
    assertEquals("version of subsection owner/new", fault.field());
    assertEquals("6", fault.value());
    assertEquals("version 7", fault.bound());
  }

  @Test
  void thatIsUnknownIsRefusedByItsName() {
    MalformedStreamException fault =
        refused(plain() + Wire.subsection("clock/winter", 1) + "00".repeat(20));
    assertEquals("subsection of clock", fault.field());
    assertEquals("clock/winter", fault.value());
    assertEquals("one of [clock/alarm, clock_cuckoo]", fault.bound());
    assertEquals(plain().length() / 2, fault.offset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloc", "clock", "other/name", ""})
  void ofAnotherStructureIsLeftInTheStream(String name) throws IOException {
    Clockwork loaded = new Clockwork();
    assertEquals(
        plain().length() / 2,
        Wire.load(Clockwork.STATE, loaded, plain() + Wire.subsection(name, 1) + "7e"));
  }

  @Test
  void isNotSeenInAFieldThatHappensToBegin05() throws IOException {
    DeviceState<Wheel> state =
        DeviceState.<Wheel>named("pair", 1)
            .struct("first", Clockwork.WHEEL, wheel -> wheel)
            .u8("oil", wheel -> wheel.oil, (wheel, v) -> wheel.oil = v)
            .u8("teeth", wheel -> wheel.teeth, (wheel, v) -> wheel.teeth = v)
            .build();
    Wheel wheel = new Wheel();
    // a footer is all that is sure to come after the last field; to wait for more may be for ever
    StateInput in = Wire.inputThatThenWaits("0100000002" + "05" + "ff" + "7e00000001");
    state.load(wheel, in, 1).apply();
    assertEquals(7, in.position());
    assertEquals(5, wheel.oil);
    assertEquals(0xff, wheel.teeth);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clock", "cloc", "alarm", "wheel/oil", "Clock/alarm"})
  void whoseNameDoesNotExtendItsOwnersIsRefusedWhenDeclared(String name) {
    DeviceStateBuilder<Clockwork> clock = DeviceState.named("clock", 1);
    DeviceState<Clockwork> subsection = DeviceState.<Clockwork>named(name, 1).build();
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> clock.subsection(subsection, _ -> true));
    assertEquals(name + " does not extend clock", fault.getMessage());
  }

  private static MalformedStreamException refused(String stream) {
    return assertThrows(
        MalformedStreamException.class, () -> Wire.load(Clockwork.STATE, new Clockwork(), stream));
  }

  private static String plain() {
    return "f1f2000001f3000000000000020000000000000003fffffffffffffffc616263"
        + "f500000005f600000006f700000007f8";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.state.StateDescription.FieldDescription;
import org.savevm4j.stream.StateInput;

/** The description is enough for a reader that knows nothing else to walk all of the bytes. */
final class StateDescriptionTest {

  @Test
  void describesEveryByteThatIsSaved() throws IOException {
    for (int needed = 0; needed < 16; needed++) {
      Clockwork clock = Clockwork.wound();
      clock.main.oil = needed & 1;
      clock.alarm = needed >> 1 & 1;
      clock.cuckoo.set(needed >> 2 & 1, 0, needed >> 3 & 1);
      String saved = Wire.save(Clockwork.STATE, clock);
      StateInput in = Wire.input(saved);
      walk(Clockwork.STATE.describe(clock), in);
      assertEquals(saved.length() / 2, in.position(), "subsections " + needed);
    }
  }

  @Test
  void namesFieldsTypesAndSizes() {
    StateDescription clock = Clockwork.STATE.describe(Clockwork.wound());
    assertEquals("clock", clock.vmsdName());
    assertEquals(3, clock.version());
    List<String> fields = new ArrayList<>();
    clock
        .fields()
        .forEach(f -> fields.add(f.name() + " " + f.type() + " " + f.size() * f.arrayLength()));
    assertEquals(
        List.of(
            "mode uint8 1",
            "count uint32 4",
            "nanos uint64 8",
            "marks uint64 16",
            "name buffer 3",
            "main struct 5",
            "wheels struct 10",
            "late uint8 1"),
        fields);
    assertEquals(2, clock.fields().get(3).arrayLength());
    assertEquals(2, clock.fields().get(6).arrayLength());
    assertNull(clock.fields().getFirst().struct());
    StateDescription wheel = clock.fields().get(6).struct();
    assertNotNull(wheel);
    assertEquals("wheel", wheel.vmsdName());
    assertEquals(List.of(), clock.subsections());
  }

  @Test
  void givesAStructureTheSizeOfAllThatIsInIt() {
    DeviceState<Clockwork> tower =
        DeviceState.<Clockwork>named("tower", 1)
            .struct("clock", Clockwork.STATE, clock -> clock)
            .build();
    FieldDescription clock = tower.describe(Clockwork.wound()).fields().getFirst();
    assertEquals(1 + 4 + 8 + 16 + 3 + 5 + 10 + 1, clock.size());
  }

  @Test
  void listsTheSubsectionsThatAreSent() {
    Clockwork clock = Clockwork.wound();
    clock.alarm = 1;
    List<StateDescription> subsections = Clockwork.STATE.describe(clock).subsections();
    assertEquals(1, subsections.size());
    assertEquals("clock/alarm", subsections.getFirst().vmsdName());
    assertEquals(2, subsections.getFirst().version());
  }

  @Test
  void describesAnArrayOfNothing() throws IOException {
    DeviceState<Clockwork> state =
        DeviceState.<Clockwork>named("empty", 1)
            .structArray("wheels", Clockwork.WHEEL, _ -> List.of())
            .build();
    assertEquals("", Wire.save(state, new Clockwork()));
    assertEquals(
        new FieldDescription("wheels", "struct", 0, 0, null),
        state.describe(new Clockwork()).fields().getFirst());
  }

  private static void walk(StateDescription state, StateInput in) throws IOException {
    for (FieldDescription field : state.fields()) {
      for (int i = 0; i < field.arrayLength(); i++) {
        if (field.struct() == null) {
          in.skip(field.size());
        } else {
          walk(field.struct(), in);
        }
      }
    }
    for (StateDescription subsection : state.subsections()) {
      assertEquals(0x05, in.get8());
      assertEquals(subsection.vmsdName(), in.getString8());
      assertEquals(subsection.version(), in.getBe32());
      walk(subsection, in);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.state.Staged;
import org.savevm4j.state.StateDescription;
import org.savevm4j.state.StateDescription.FieldDescription;
import org.savevm4j.stream.StateOutput;
import org.savevm4j.stream.StreamException;

/**
 * What every device section must do. Extend it, answer a fresh machine in {@link #newMachine}, and
 * run it with JUnit 5. That save, load and description agree follows from the declaration; that its
 * getters and setters do is what these tests see.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class DeviceSectionContract {

  private static final int SEEDS = 20;

  /** A machine as new; two of them are alike. The test closes it. */
  protected abstract DeviceSubject newMachine() throws IOException;

  @Test
  void whatIsSavedIsLoadedInPlaceOfWhatWasThere() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      try (DeviceSubject source = changed(seed);
          DeviceSubject destination = changed(seed + SEEDS)) {
        load(destination, saved(source)).apply();
        States.assertSame(source.state(), destination.state(), "after a load");
      }
    }
  }

  @Test
  void savingTwiceSavesTheSame() throws Exception {
    try (DeviceSubject source = changed(1)) {
      States.assertSame(saved(source), saved(source), "two saves of a guest that stands still");
    }
  }

  @Test
  void everyCutIsRefusedAndChangesNothing() throws Exception {
    try (DeviceSubject source = changed(1);
        DeviceSubject destination = changed(2)) {
      byte[] payload = saved(source);
      Set<Long> wholeWithout = endsBeforeSubsections(source.section().describe());
      Object before = destination.state();
      for (int length = 0; length < payload.length; length++) {
        byte[] cut = Arrays.copyOf(payload, length);
        boolean refused = refuses(destination, cut);
        assertTrue(refused || wholeWithout.contains((long) length), "loads, cut at " + length);
        States.assertSame(before, destination.state(), "cut at " + length);
      }
    }
  }

  @Test
  void loadThatIsNotAppliedChangesNothing() throws Exception {
    try (DeviceSubject source = changed(1);
        DeviceSubject destination = changed(2)) {
      Object before = destination.state();
      load(destination, saved(source));
      States.assertSame(before, destination.state(), "a load that was not applied");
    }
  }

  @Test
  void whateverLoadsCanBeApplied() throws Exception {
    try (DeviceSubject source = changed(1)) {
      byte[] payload = saved(source);
      for (int at = 0; at < payload.length; at++) {
        byte[] changed = payload.clone();
        changed[at] ^= (byte) 0x81;
        int place = at;
        try (DeviceSubject destination = newMachine()) {
          assertDoesNotThrow(
              () -> {
                try {
                  load(destination, changed).apply();
                } catch (StreamException _) {
                  // refused, which is as well
                }
              },
              () -> "with byte " + place + " changed");
        }
      }
    }
  }

  @Test
  void descriptionIsOfTheBytesThatAreSaved() throws Exception {
    try (DeviceSubject source = changed(1)) {
      assertEquals(saved(source).length, bytes(source.section().describe()), "bytes");
      assertEquals(
          source.section().versions().newest(), source.section().describe().version(), "version");
    }
  }

  private DeviceSubject changed(long seed) throws IOException {
    DeviceSubject subject = newMachine();
    RandomGenerator random = new SplittableRandom(seed);
    subject.change(random);
    return subject;
  }

  private static byte[] saved(DeviceSubject subject) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    subject.section().save(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static Staged load(DeviceSubject subject, byte[] payload) throws IOException {
    DeviceSection<?> section = subject.section();
    return section.load(SavedPayload.input(payload), section.versions().newest());
  }

  private static boolean refuses(DeviceSubject subject, byte[] payload) throws IOException {
    try {
      load(subject, payload);
      return false;
    } catch (StreamException _) {
      return true;
    }
  }

  /** Lengths at which a payload is whole, without some of the subsections that may follow. */
  private static Set<Long> endsBeforeSubsections(StateDescription state) {
    Set<Long> ends = new HashSet<>();
    long end = fieldBytes(state);
    for (StateDescription subsection : state.subsections()) {
      ends.add(end);
      end += subsectionBytes(subsection);
    }
    return ends;
  }

  private static long bytes(StateDescription state) {
    return fieldBytes(state)
        + state.subsections().stream().mapToLong(DeviceSectionContract::subsectionBytes).sum();
  }

  private static long fieldBytes(StateDescription state) {
    long bytes = 0;
    for (FieldDescription field : state.fields()) {
      bytes += field.size() * field.arrayLength();
    }
    return bytes;
  }

  /** A subsection begins with 05, a name with its length, and a be32 version. */
  private static long subsectionBytes(StateDescription subsection) {
    return 2 + subsection.vmsdName().length() + Integer.BYTES + bytes(subsection);
  }
}

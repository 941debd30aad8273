// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.section.MissingServiceException;
import org.savevm4j.section.SectionHost;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** The section in the README is this one, and it works. */
class ReadmeExampleTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCE =
      Path.of("src/test/java/org/savevm4j/harness/example/ScratchpadProvider.java");

  @Test
  void readmeShowsTheSourceThatIsTestedHere() throws Exception {
    String source = Files.readString(SOURCE);
    String shown = source.substring(source.indexOf("public final class"));
    assertTrue(Files.readString(README).contains(shown), "the README shows another section");
  }

  @Test
  void stateComesBackFromTheBytesThatItMade() throws Exception {
    DeviceSection<?> saved = open();
    ScratchpadProvider.Scratchpad pad = (ScratchpadProvider.Scratchpad) saved.owner();
    pad.cursor = 42;
    pad.text[63] = 7;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    saved.save(out);
    out.flush();
    assertEquals(68, bytes.size());

    DeviceSection<?> loaded = open();
    loaded
        .load(new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()))), 1)
        .apply();
    ScratchpadProvider.Scratchpad other = (ScratchpadProvider.Scratchpad) loaded.owner();
    assertEquals(42, other.cursor);
    assertArrayEquals(pad.text, other.text);
  }

  private static DeviceSection<?> open() {
    return (DeviceSection<?>) new ScratchpadProvider().open(new Nothing());
  }

  /** A host without services: the section needs none. */
  private static final class Nothing implements SectionHost {

    @Override
    public <S> S service(Class<S> type) {
      throw new MissingServiceException(type, Set.of());
    }
  }
}

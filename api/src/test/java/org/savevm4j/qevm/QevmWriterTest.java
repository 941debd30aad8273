// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.junit.jupiter.api.Test;
import org.savevm4j.stream.StateOutput;

/** What a host does in the wrong order is refused before a byte of it is put. */
final class QevmWriterTest {

  private static final SectionHeader RAM = new SectionHeader(RecordType.START, -1, "ram", 0, 4);

  private final QevmWriter writer =
      new QevmWriter(new StateOutput(Channels.newChannel(new ByteArrayOutputStream())));

  @Test
  void refusesToEndASectionThatIsNotOpen() throws IOException {
    assertThrows(IllegalStateException.class, writer::endSection);
    writer.beginSection(RAM);
    writer.endSection();
    long position = writer.out().position();
    assertThrows(IllegalStateException.class, writer::endSection);
    assertEquals(position, writer.out().position());
  }

  @Test
  void refusesWhateverBelongsBetweenSectionsWhileOneIsOpen() throws IOException {
    writer.beginSection(RAM);
    long position = writer.out().position();
    assertThrows(IllegalStateException.class, () -> writer.beginSection(RAM));
    assertThrows(IllegalStateException.class, () -> writer.beginSection(RecordType.PART, RAM.id()));
    assertThrows(IllegalStateException.class, () -> writer.command(new Command(11, new byte[0])));
    IllegalStateException fault =
        assertThrows(IllegalStateException.class, () -> writer.end(new byte[0]));
    assertEquals("section id 4294967295 is still open", fault.getMessage());
    assertEquals(position, writer.out().position());
  }

  @Test
  void refusesACommandWhoseLengthDoesNotFit() {
    assertEquals(65535, new Command(1, new byte[65535]).data().length);
    assertThrows(IllegalArgumentException.class, () -> new Command(1, new byte[65536]));
  }
}

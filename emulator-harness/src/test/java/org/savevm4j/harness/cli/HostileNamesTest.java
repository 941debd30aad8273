// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Names that would write over the terminal, were they printed as they stand. */
@Timeout(30)
class HostileNamesTest {

  private static final String NAME = "evil\033[2J\r\nram       fine\u202e";
  private static final String SHOWN = "evil\\u001b[2J\\u000d\\u000aram       fine";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void nameOfASectionIsShownWithItsControlsEscaped() throws Exception {
    assertEquals(1, execute("analyze", stream().toString()));
    assertPlain(out.toString());
    assertPlain(err.toString());
    assertTrue((out.toString() + err).contains(SHOWN), out + "\n" + err);
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  @Test
  void faultThatNamesASectionStaysOneLine() throws Exception {
    assertEquals(1, execute("run", "--memory=16M", "--incoming=file:" + stream()));
    assertPlain(err.toString());
    assertEquals(2, err.toString().lines().count(), "what it waits for, and that it failed");
    assertTrue(err.toString().contains("\\u001b[2J"), err.toString());
  }

  /** A stream of pseries-10.0 with one section, of which nobody knows the name. */
  private Path stream() throws Exception {
    byte[] machine = "pseries-10.0".getBytes(StandardCharsets.US_ASCII);
    byte[] name = NAME.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(256);
    bytes.put("QEVM".getBytes(StandardCharsets.US_ASCII)).putInt(3);
    bytes.put((byte) 7).putInt(machine.length).put(machine);
    bytes.put((byte) 4).putInt(9).put((byte) name.length).put(name).putInt(0).putInt(1);
    byte[] written = new byte[bytes.flip().remaining()];
    bytes.get(written);
    return Files.write(folder.resolve("stream"), written);
  }

  private static void assertPlain(String text) {
    assertFalse(text.chars().anyMatch(unit -> Character.isISOControl(unit) && unit != '\n'), text);
    assertFalse(text.contains("\u202e"));
  }

  private int execute(String... arguments) {
    CommandLine commandLine = Pseries.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an operator reads of a file that is no stream, or one without a table. */
@Timeout(30)
class StreamFaultTest {

  private static final String NO_MAGIC =
      "offset 0: magic is 68656c6c, expected 5145564d, with which a migration stream begins";

  @TempDir private Path folder;

  @Test
  void fileThatIsNoStreamIsNamedWithWhatStandsThereAndWhatShould() throws Exception {
    Path file = Files.writeString(folder.resolve("hello"), "hello, world");
    String begin = "pseries: " + file + ": ";
    assertEquals(begin + NO_MAGIC, failure("analyze", file.toString()));
    assertEquals(
        begin + NO_MAGIC, failure("rewrite", file.toString(), folder.resolve("out").toString()));
    assertEquals(
        begin + "the stream is broken: " + NO_MAGIC, failure("translate", file.toString(), "0"));
  }

  @Test
  void streamWithoutATableToRewriteIsNamed() throws Exception {
    byte[] stream = "QEVM\0\0\0\3\7\0\0\0\11pseries-1\0".getBytes(StandardCharsets.US_ASCII);
    Path file = Files.write(folder.resolve("bare"), stream);
    assertEquals(
        "pseries: %s: offset %d: the stream has no section spapr/htab to rewrite"
            .formatted(file, stream.length),
        failure("rewrite", file.toString(), folder.resolve("out").toString()));
  }

  /** Executes a command that must fail; answers its one line. */
  private static String failure(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Pseries.commandLine();
    commandLine.setErr(new PrintWriter(err, true));
    commandLine.setOut(new PrintWriter(Writer.nullWriter()));
    assertEquals(1, commandLine.execute(arguments));
    return err.toString().stripTrailing();
  }
}

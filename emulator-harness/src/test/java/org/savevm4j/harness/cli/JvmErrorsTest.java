// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Errors that the JVM throws, which can come from anywhere. */
@Timeout(30)
class JvmErrorsTest {

  private final StringWriter err = new StringWriter();

  @Test
  void lackOfMemoryIsOneLine() {
    assertEquals(1, execute(new OutOfMemoryError("no room to map 1 bytes"), "break"));
    assertEquals("pseries: out of memory: no room to map 1 bytes", err.toString().strip());
  }

  @Test
  void otherErrorsAreFaultsOfTheProgramInOneLine() {
    assertEquals(1, execute(new StackOverflowError(), "break"));
    assertEquals(
        "pseries: a fault of this program, --debug shows where: "
            + "java.lang.StackOverflowError: StackOverflowError",
        err.toString().strip());
  }

  @Test
  void placeOfAnErrorIsShownOnlyWhereWanted() {
    assertEquals(1, execute(new StackOverflowError(), "--debug", "break"));
    assertTrue(err.toString().contains("\tat org.savevm4j."), err.toString());
  }

  private int execute(Error error, String... arguments) {
    CommandLine commandLine = Pseries.commandLine();
    commandLine.addSubcommand(new Break(error));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  /** Throws what it was made with. */
  @Command(name = "break")
  private record Break(Error error) implements Callable<Integer> {

    @Override
    public Integer call() {
      throw error;
    }
  }
}

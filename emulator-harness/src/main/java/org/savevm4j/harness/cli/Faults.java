// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.savevm.SectionRegistryException;
import org.savevm4j.harness.text.OneLine;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Failures as operators see them: one line on standard error, and an exit status. */
final class Faults {

  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  private Faults() {}

  static int wrongUse(ParameterException fault, String[] args) {
    CommandLine command = fault.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    print(command, message(fault) + "; see '" + name + " --help'");
    return WRONG_USE;
  }

  static int failure(Exception thrown, CommandLine command, ParseResult parsed) {
    // picocli hands over exceptions only, and an error as the cause of one.
    Throwable fault =
        thrown instanceof ExecutionException && thrown.getCause() instanceof Error error
            ? error
            : thrown;
    if (fault instanceof InterruptedException) {
      print(command, "interrupted");
    } else if (fault instanceof OutOfMemoryError) {
      print(command, "out of memory: " + message(fault));
    } else if (isForOperators(fault)) {
      print(command, message(fault));
    } else {
      print(
          command,
          "a fault of this program, --debug shows where: "
              + fault.getClass().getName()
              + ": "
              + message(fault));
    }
    CommandLine root = command.getCommandSpec().root().commandLine();
    if (root.getCommand() instanceof Pseries pseries && pseries.debug()) {
      fault.printStackTrace(command.getErr());
    }
    return FAILED;
  }

  /**
   * The status of a command that ends with {@code status}: it has failed, too, if what it printed
   * was lost, as on a full disk. A reader that leaves, such as {@code head}, wanted no more.
   */
  static int withOutput(CommandLine command, int status) {
    if (status != 0 || !System.out.checkError() || StandardStream.OUTPUT.hasReader()) {
      return status;
    }
    print(command, "standard output cannot be written to; look whether its disk is full");
    return FAILED;
  }

  private static boolean isForOperators(Throwable fault) {
    return fault instanceof IOException
        || fault instanceof EmulatorException
        || fault instanceof SectionRegistryException
        || fault instanceof QmpException
        || fault instanceof DemoException;
  }

  /** What happened, in one line. */
  static String message(Throwable fault) {
    String message =
        switch (fault) {
          case NoSuchFileException missing -> missing.getFile() + ": no such file";
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          default ->
              Objects.requireNonNullElse(fault.getMessage(), fault.getClass().getSimpleName());
        };
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static void print(CommandLine command, String line) {
    command.getErr().println("pseries: " + OneLine.of(line));
    command.getErr().flush();
  }
}

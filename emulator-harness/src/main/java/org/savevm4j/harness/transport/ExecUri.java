// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * A command of the shell. The outgoing side is its standard input, and its output goes nowhere; the
 * incoming side is its standard output, and its input is empty. Its errors go to ours.
 */
record ExecUri(String command) implements MigrationUri {

  private static final File NOWHERE = new File("/dev/null");

  @Override
  public Link connect() throws TransportException {
    ProcessBuilder builder = shell().redirectOutput(Redirect.DISCARD);
    return CommandLink.writing(this, start(builder));
  }

  @Override
  public Listener listen() {
    return new OnceListener(
        this, () -> CommandLink.reading(this, start(shell().redirectInput(NOWHERE))));
  }

  private ProcessBuilder shell() {
    return new ProcessBuilder("/bin/sh", "-c", command).redirectError(Redirect.INHERIT);
  }

  private Process start(ProcessBuilder builder) throws TransportException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw TransportException.of(this, e);
    }
  }

  @Override
  public boolean twoWay() {
    return false;
  }

  @Override
  public String toString() {
    return "exec:" + command;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Source and destination, and the folder for their sockets, which is the owner's alone. */
final class EmulatorPair implements AutoCloseable {

  private final Path folder;
  private final EmulatorProcess source;
  private final EmulatorProcess destination;
  private final Thread atExit = new Thread(this::end, "end-emulators");

  private EmulatorPair(Path folder, EmulatorProcess source, EmulatorProcess destination) {
    this.folder = folder;
    this.source = source;
    this.destination = destination;
  }

  static EmulatorPair start(DemoOptions options) throws IOException, DemoException {
    Path folder = Files.createTempDirectory("pseries-demo");
    List<String> report =
        options.report() == null
            ? List.of()
            : List.of("--report", folder.toString(), "--report-data");
    EmulatorProcess source = EmulatorProcess.start("source", folder, options, report);
    boolean both = false;
    try {
      List<String> arguments = new ArrayList<>(report);
      arguments.addAll(List.of("--incoming", "defer"));
      EmulatorProcess destination =
          EmulatorProcess.start("destination", folder, options, arguments);
      EmulatorPair pair = new EmulatorPair(folder, source, destination);
      Runtime.getRuntime().addShutdownHook(pair.atExit);
      both = true;
      return pair;
    } finally {
      if (!both) {
        source.end();
      }
    }
  }

  /** Where their sockets, messages and figures are. */
  Path folder() {
    return folder;
  }

  EmulatorProcess source() {
    return source;
  }

  EmulatorProcess destination() {
    return destination;
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // A signal ends this process: the hook runs by itself.
    }
  }

  private synchronized void end() {
    source.askToEnd();
    destination.askToEnd();
    source.end();
    destination.end();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException _) {
      // It was removed before, or stays in the folder of temporary files, which is swept.
    }
  }
}

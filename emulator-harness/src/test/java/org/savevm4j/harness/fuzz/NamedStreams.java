// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The corpus of named streams, a file each. They are made here and kept as files, so that other
 * readers of streams can be tried on them; a test holds the files against what is made.
 */
final class NamedStreams {

  /** Where the files are, from the module's folder, where tests run. */
  static final Path FOLDER = Path.of("src", "test", "resources", "fuzz", "streams");

  private NamedStreams() {}

  static List<NamedStream> all() {
    return Stream.of(
            ConfigurationDefects.all(),
            FrameDefects.all(),
            RamDefects.all(),
            HtabDefects.all(),
            PackedDefects.all(),
            VmdescDefects.all())
        .flatMap(List::stream)
        .toList();
  }

  static Path file(NamedStream stream) {
    return FOLDER.resolve(stream.name() + ".qevm");
  }

  /** Writes all files, from the module's folder. */
  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(FOLDER);
    for (NamedStream stream : all()) {
      Files.write(file(stream), stream.bytes());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The runtime image as it comes out of its archive, in a folder whose name has a space, started
 * through a link, with nothing on the path but what the launcher calls.
 */
final class MovedImage {

  private final Path home;
  private final Path link;
  private final Path path;

  private MovedImage(Path home, Path link, Path path) {
    this.home = home;
    this.link = link;
    this.path = path;
  }

  /** Unpacks the archive of this build into {@code folder}. */
  static MovedImage unpack(Path folder) throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve("another place"));
    String archive = only(Path.of("target"), "pseries-*.tar.gz").toString();
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive, "-C", place.toString()).inheritIO().start();
    assertEquals(0, tar.waitFor(), "tar unpacks the archive");
    Path home = only(place, "pseries-*");
    Path link = folder.resolve("my pseries");
    Files.createSymbolicLink(link, folder.relativize(home.resolve("bin").resolve("pseries")));
    return new MovedImage(home, link, pathOf(folder));
  }

  /** The image's folder. */
  Path home() {
    return home;
  }

  /** A process of the image, not started. */
  ProcessBuilder process(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(link.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", path.toString());
    builder.environment().putAll(environment);
    return builder;
  }

  /** Runs {@code pseries} of the image, in {@code folder}, to its end. */
  Ended pseries(Path folder, String... arguments) throws Exception {
    return Ended.of(folder, process(Map.of(), arguments));
  }

  /** A folder with the two programs that the launcher calls. */
  private static Path pathOf(Path folder) throws IOException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String name : List.of("readlink", "dirname")) {
      Path program =
          Files.writeString(
              programs.resolve(name), "#!/bin/sh\nexec /usr/bin/" + name + " \"$@\"\n");
      assertTrue(program.toFile().setExecutable(true), name);
    }
    return programs;
  }

  private static Path only(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      files.forEach(found::add);
    }
    assertEquals(
        1, found.size(), () -> folder + " has one " + glob + ", made by mvn package: " + found);
    return found.getFirst().toAbsolutePath();
  }
}

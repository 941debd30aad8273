// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.testkit.GoldenFiles;

class GoldenFilesTest {

  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void tellsWhatIsChangedMissingAndNotListed(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("streams"));
    Files.writeString(folder.resolve("streams/right"), "abc");
    Files.writeString(folder.resolve("streams/changed"), "abd");
    Files.writeString(folder.resolve("unlisted"), "abc");
    Files.createDirectory(folder.resolve("fuzz"));
    Files.writeString(folder.resolve("fuzz/hostile"), "abc");
    Files.writeString(folder.resolve("README.md"), "a text");
    Files.writeString(
        folder.resolve(GoldenFiles.LIST),
        Stream.of("streams/changed", "streams/missing", "streams/right")
            .map(name -> SHA256_OF_ABC + "  " + name + "\n")
            .collect(Collectors.joining()));
    assertEquals(
        List.of(
            "streams/changed has changed",
            "streams/missing is listed and not there",
            "unlisted is not listed"),
        GoldenFiles.differences(folder));
  }
}

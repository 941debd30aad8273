// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The streams that lie in test resources, from a module's folder, where tests run. */
public final class TestStreams {

  /** Of real guests. */
  public static final Path REAL =
      Path.of("..", "spapr-htab-plugin", "src", "test", "resources", "streams");

  private static final Path FUZZ = Path.of("src", "test", "resources", "fuzz", "streams");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "streams");

  private TestStreams() {}

  /** All of them: of real guests, of earlier versions, and with defects. */
  public static List<Path> all() throws IOException {
    return Stream.of(REAL, FUZZ, GOLDEN).flatMap(TestStreams::in).sorted().toList();
  }

  /** The bytes of a stream, unpacked if it is packed by gzip. */
  public static byte[] bytes(Path file) throws IOException {
    if (!file.toString().endsWith(".gz")) {
      return Files.readAllBytes(file);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  private static Stream<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().contains(".qevm")).toList().stream();
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;

/** Target: a file that is analyzed: whatever is in it, there is an analysis. */
public final class AnalyzeFuzz {

  /** So few that the time limit shows what else takes time. */
  private static final long FREE_DIGEST_BYTES = 1 << 20;

  private static final RunLimits LIMITS = new RunLimits();
  private static final Path FILE = file();

  private AnalyzeFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    LIMITS.run(
        input.length,
        () -> {
          try (StreamContents contents = StreamContents.load(FILE)) {
            requireTyped(contents.analysis(FREE_DIGEST_BYTES).fault());
          }
        });
  }

  private static void requireTyped(StreamAnalysis.@Nullable Fault fault) {
    if (fault != null && fault.reason().startsWith("its loader failed")) {
      throw new AssertionError("no typed error: " + fault);
    }
  }

  private static Path file() {
    try {
      Path memory = Path.of("/dev/shm");
      Path file =
          Files.isDirectory(memory)
              ? Files.createTempFile(memory, "analyze", ".qevm")
              : Files.createTempFile("analyze", ".qevm");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException broken) {
      throw new ExceptionInInitializerError(broken);
    }
  }
}

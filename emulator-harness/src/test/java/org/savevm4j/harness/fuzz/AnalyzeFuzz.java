// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.AnalysisJson;
import org.savevm4j.harness.analyze.KeptState;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.StreamSource;

/**
 * Target: a stream that is analyzed from a file, and again as it comes through a pipe: whatever is
 * in it, there is an analysis, and it is the same.
 */
public final class AnalyzeFuzz {

  /** So few that the time limit shows what else takes time. */
  private static final long MOST_DIGESTED = 1 << 20;

  private static final RunLimits LIMITS = new RunLimits();
  private static final Path FILE = file();

  private AnalyzeFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    LIMITS.run(
        input.length,
        () -> {
          String fromFile;
          try (StreamContents contents = StreamContents.load(FILE)) {
            fromFile = analysis(contents);
          }
          StreamSource pipe = StreamSource.of(Channels.newChannel(new ByteArrayInputStream(input)));
          try (StreamContents contents =
              StreamContents.load(pipe, List.of(), RecordListener.DEAF, KeptState.USUAL)) {
            if (!analysis(contents).equals(fromFile)) {
              throw new AssertionError("not alike: " + fromFile);
            }
          }
        });
  }

  private static String analysis(StreamContents contents) {
    StreamAnalysis analysis = contents.analysis(MOST_DIGESTED);
    requireTyped(analysis.fault());
    return AnalysisJson.of(analysis).toString();
  }

  static void requireTyped(StreamAnalysis.@Nullable Fault fault) {
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

// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What bash completes with the script that the runtime image has for it. */
@Execution(ExecutionMode.CONCURRENT)
class CompletionIT {

  @TempDir private Path folder;

  @Test
  void completesTheNameOfACommand() throws Exception {
    assertEquals(List.of("analyze"), completed("pseries", "ana"));
  }

  @Test
  void completesAnOptionOfACommand() throws Exception {
    assertTrue(completed("pseries", "run", "--mem").contains("--memory"));
  }

  @Test
  void completesTheWordsThatAnOptionTakes() throws Exception {
    assertEquals(
        List.of("idle", "fork", "exec", "mmap", "mix"),
        completed("pseries", "run", "--workload", ""));
    assertEquals(List.of("stdio", "none"), completed("pseries", "run", "--monitor", ""));
  }

  /** Asks for the last word as bash does when the tabulator key is pressed after it. */
  private List<String> completed(String... words) throws Exception {
    String script =
        """
        set -eu
        source "$0"
        compopt() { :; }  # tells readline, which is not here
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        COMP_LINE="$*"
        COMP_POINT=${#COMP_LINE}
        set +eu
        _complete_pseries
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    String[] command = {"bash", "--norc", "-c", script, scriptOfImage().toString()};
    String[] whole = Arrays.copyOf(command, command.length + words.length);
    System.arraycopy(words, 0, whole, command.length, words.length);
    Ended ended = Ended.of(folder, new ProcessBuilder(whole));
    assertEquals("", ended.err());
    return ended.out().lines().map(String::strip).toList();
  }

  private static Path scriptOfImage() throws Exception {
    try (DirectoryStream<Path> images = Files.newDirectoryStream(Path.of("target"), "pseries-*")) {
      for (Path image : images) {
        Path script = image.resolve("share/bash-completion/completions/pseries");
        if (Files.exists(script)) {
          return script.toAbsolutePath();
        }
      }
    }
    throw new AssertionError("there is no image in target: mvn package makes it");
  }
}

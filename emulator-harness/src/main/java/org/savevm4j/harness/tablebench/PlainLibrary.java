// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The plain loops in C, compiled into a folder of their own. Deleted when closed. */
public final class PlainLibrary implements Closeable {

  private static final String COMPILER = "cc";
  private static final String SOURCE = "plain.c";

  private final Path folder;

  private PlainLibrary(Path folder) {
    this.folder = folder;
  }

  /**
   * Compiles the loops with this computer's C compiler.
   *
   * @return nothing if there is no command {@code cc}
   * @throws IOException if the compiler refuses; the message has its first words
   */
  public static Optional<PlainLibrary> compile() throws IOException, InterruptedException {
    return compile(COMPILER);
  }

  /** What to tell where {@link #compile} found no compiler. */
  public static String noCompiler() {
    return "no C compiler: there is no command "
        + COMPILER
        + " on the PATH, so nothing is compared with C; install gcc or clang for that";
  }

  static Optional<PlainLibrary> compile(String compiler) throws IOException, InterruptedException {
    PlainLibrary library = new PlainLibrary(Files.createTempDirectory("plain-c-"));
    boolean compiled = false;
    try {
      try (InputStream source = PlainLibrary.class.getResourceAsStream(SOURCE)) {
        if (source == null) {
          throw new IOException("the harness lacks its resource " + SOURCE);
        }
        Files.copy(source, library.source());
      }
      compiled = library.compiledBy(compiler);
    } finally {
      if (!compiled) {
        library.close();
      }
    }
    return compiled ? Optional.of(library) : Optional.empty();
  }

  /** The shared library. */
  public Path file() {
    return folder.resolve("plain.so");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file());
    Files.deleteIfExists(source());
    Files.delete(folder);
  }

  private Path source() {
    return folder.resolve(SOURCE);
  }

  private boolean compiledBy(String compiler) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  List.of(
                      compiler,
                      "-O2",
                      "-shared",
                      "-fPIC",
                      "-o",
                      file().toString(),
                      source().toString()))
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .start();
    } catch (IOException _) {
      return false;
    }
    String words = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    if (process.waitFor() != 0) {
      throw new IOException(
          compiler + " cannot compile " + SOURCE + ": " + words.lines().findFirst().orElse("?"));
    }
    return true;
  }
}

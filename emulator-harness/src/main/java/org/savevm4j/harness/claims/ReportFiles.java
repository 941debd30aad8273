// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts a report into a folder: {@value #PAGE} and {@value #DATA}. Each is written beside its place
 * and renamed, so that nobody sees half of one; other files in the folder stay.
 */
public final class ReportFiles {

  /** The page. */
  public static final String PAGE = "claims.html";

  /** The object that {@code --json} prints. */
  public static final String DATA = "claims.json";

  private ReportFiles() {}

  /**
   * Makes sure of the folder, before a long measurement.
   *
   * @throws IOException if there is none and none can be made
   */
  public static void prepare(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException file) {
      throw new IOException(folder + ": is not a folder; name one for the report", file);
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(folder + ": cannot be written to; name another folder for the report");
    }
  }

  /** Writes both files. */
  public static void write(Path folder, ClaimsResult result) throws IOException {
    prepare(folder);
    put(folder, PAGE, ReportHtml.of(result));
    put(folder, DATA, result.toJson().toPrettyString() + "\n");
  }

  private static void put(Path folder, String name, String text) throws IOException {
    // by name, for a temporary file would be for its owner's eyes only, and so would the report
    Path beside = folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.writeString(beside, text);
      Files.move(
          beside,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}

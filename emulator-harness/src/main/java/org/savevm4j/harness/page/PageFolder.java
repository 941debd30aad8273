// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.page;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder that reports are put into. Each file is written beside its place and renamed, so that
 * nobody sees half of one; other files in the folder stay.
 */
public final class PageFolder {

  private PageFolder() {}

  /**
   * Makes sure of the folder, before what is to be reported.
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

  /** Puts a file there, in place of one of that name. */
  public static void put(Path folder, String name, String text) throws IOException {
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

  /**
   * Takes the first name {@code STEM-1SUFFIX}, {@code STEM-2SUFFIX} and so on that is free, for
   * this process alone: an empty file of that name is there when this returns.
   */
  public static String take(Path folder, String stem, String suffix) throws IOException {
    for (int number = 1; ; number++) {
      String name = stem + "-" + number + suffix;
      try {
        Files.createFile(folder.resolve(name));
        return name;
      } catch (FileAlreadyExistsException _) {
        // somebody else's report, or an older one
      }
    }
  }
}

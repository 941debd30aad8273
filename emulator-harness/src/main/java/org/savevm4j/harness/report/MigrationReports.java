// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.savevm4j.harness.page.PageFolder;

/**
 * Puts reports into a folder: {@code migration-N.html}, N being the first number that is free, and
 * beside each the figures that it shows, {@code migration-N.SIDE.json}.
 */
public final class MigrationReports {

  private static final String STEM = "migration";
  private static final String PAGE = ".html";

  private MigrationReports() {}

  /**
   * Puts a page with the sides that are known; answers where it is.
   *
   * @throws IOException also if the page cannot be made, whatever it is that fails
   */
  public static Path write(Path folder, List<MigrationRecord> sides) throws IOException {
    String page = page(sides);
    String name = PageFolder.take(folder, STEM, PAGE);
    boolean put = false;
    try {
      PageFolder.put(folder, name, page);
      put = true;
    } finally {
      if (!put) {
        // the empty file that took the name
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    for (MigrationRecord side : sides) {
      PageFolder.put(folder, name.replace(PAGE, "." + side.side() + ".json"), side.toJson() + "\n");
    }
    return folder.resolve(name);
  }

  /** Libraries draw it, on whatever fonts and memory there are. */
  private static String page(List<MigrationRecord> sides) throws IOException {
    try {
      return MigrationPage.of(sides);
    } catch (RuntimeException | Error broken) {
      throw new IOException("the page cannot be made: " + broken, broken);
    }
  }

  /** Puts the figures alone, for a process that shows them: {@code SIDE.json}. */
  public static void writeData(Path folder, MigrationRecord side) throws IOException {
    PageFolder.put(folder, data(side.side()), side.toJson());
  }

  /** The name of the figures alone. */
  public static String data(String side) {
    return side + ".json";
  }
}

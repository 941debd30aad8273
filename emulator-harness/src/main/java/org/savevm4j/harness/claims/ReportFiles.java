// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.nio.file.Path;
import org.savevm4j.harness.page.PageFolder;

/** Puts a report into a folder: {@value #PAGE} and {@value #DATA}. */
public final class ReportFiles {

  /** The page. */
  public static final String PAGE = "claims.html";

  /** The object that {@code --json} prints. */
  public static final String DATA = "claims.json";

  private ReportFiles() {}

  /** Writes both files. */
  public static void write(Path folder, ClaimsResult result) throws IOException {
    PageFolder.prepare(folder);
    PageFolder.put(folder, PAGE, ReportHtml.of(result));
    PageFolder.put(folder, DATA, result.toJson().toPrettyString() + "\n");
  }
}

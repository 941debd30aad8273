// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import org.savevm4j.section.SectionProvider;

/** Where a section provider comes from, for people. */
final class SectionOrigin {

  private SectionOrigin() {}

  /** The path of its jar, or else the name of its module. */
  static String of(SectionProvider provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "module " + provider.getClass().getModule().getName();
    }
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException _) {
      // no file: the URL is all that can be said
      return source.getLocation().toString();
    }
  }
}

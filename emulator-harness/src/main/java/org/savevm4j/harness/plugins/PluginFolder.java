// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.savevm4j.section.SectionProvider;

/**
 * The plugins of a folder: each jar in it, and each folder in it that has jars, which are one
 * plugin then: a section and the libraries that it needs. Other files are none of them.
 */
public final class PluginFolder {

  private static final String JAR = ".jar";

  private PluginFolder() {}

  /**
   * Makes the section providers of all plugins, in the order of the names of their files.
   *
   * @throws PluginException if the folder cannot be read, or a plugin does not load or brings no
   *     section; names the first
   */
  public static List<SectionProvider> load(Path folder) throws PluginException {
    List<SectionProvider> providers = new ArrayList<>();
    for (Path plugin : list(folder)) {
      if (Files.isDirectory(plugin)) {
        List<Path> jars = list(plugin).stream().filter(PluginFolder::isJar).toList();
        if (!jars.isEmpty()) {
          providers.addAll(PluginLayer.load(plugin, jars));
        }
      } else if (isJar(plugin)) {
        providers.addAll(PluginLayer.load(plugin, List.of(plugin)));
      }
    }
    return providers;
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(JAR);
  }

  private static List<Path> list(Path folder) throws PluginException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException | UncheckedIOException unreadable) {
      throw new PluginException(folder, "cannot be read as a folder: " + unreadable, unreadable);
    }
  }
}

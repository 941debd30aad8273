// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.plugins.PluginException;
import org.savevm4j.harness.plugins.PluginFolder;
import org.savevm4j.section.SectionProvider;
import picocli.CommandLine.Option;

/** Where the sections are that a command is to have beside its own. */
final class PluginsArgument {

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "Folder of plugins that bring sections: jars, or folders of jars, each loaded apart from"
              + " the others.")
  private @Nullable Path folder;

  /** Makes the providers of the folder; none if none was named. */
  List<SectionProvider> load() throws PluginException {
    return folder == null ? List.of() : PluginFolder.load(folder);
  }

  /** The same as arguments of another command that takes it. */
  List<String> toArguments() {
    return folder == null ? List.of() : List.of("--plugins=" + folder.toAbsolutePath());
  }
}

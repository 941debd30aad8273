// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.plugins;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A plugin does not load: names its jar or folder, and the reason, in one line. */
public final class PluginException extends IOException {

  private static final long serialVersionUID = 1L;

  PluginException(Path plugin, String reason, @Nullable Throwable cause) {
    super("plugin " + plugin + ": " + reason, cause);
  }
}
